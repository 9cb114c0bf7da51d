package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.catalog.Spelling.Form;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.SeededCases;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingReaderTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final SpellingReader READER = new SpellingReader(CATALOG);

    private static Spelling one(String text) {
        assertThat(READER.read(text)).as(text).hasSize(1);
        return READER.read(text).getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    A100-80GB                                      | REQUEST             | nvidia-a100-sxm4-80gb | -    | A100-80GB
                    910B3:8                                        | REQUEST             | huawei-ascend-910b3   | 8    | Ascend910B3:8
                    nvidia:A100:80GB:8                             | REQUEST             | nvidia-a100-sxm4-80gb | 8    | A100-80GB:8
                    gpu:A100:80GB:8                                | REQUEST             | nvidia-a100-sxm4-80gb | 8    | A100-80GB:8
                    v5p-32                                         | REQUEST             | google-tpu-v5p        | -    | tpu-v5p:16
                    A100-SXM4-80GB-MIG-1g.10gb                     | REQUEST             | nvidia-a100-sxm4-80gb | -    | ''
                    huawei.com/Ascend910B3                         | KUBERNETES_RESOURCE | huawei-ascend-910b3   | -    | Ascend910B3
                    huawei.com/Ascend910B4-1: 4                    | KUBERNETES_RESOURCE | huawei-ascend-910b4-1 | 4    | Ascend910B4-1:4
                    "huawei.com/Ascend910B3": "16"                 | KUBERNETES_RESOURCE | huawei-ascend-910b3   | 16   | Ascend910B3:16
                    nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB   | KUBERNETES_LABEL    | nvidia-a100-sxm4-80gb | -    | A100-80GB
                    cloud.google.com/gke-accelerator: nvidia-l4    | KUBERNETES_LABEL    | nvidia-l4             | -    | NVIDIA-L4
                    Model: MLU370-X8                               | KUBERNETES_LABEL    | cambricon-mlu370-x8   | -    | MLU370-X8
                    gpu:a100-80gb:8                                | SLURM_GRES          | nvidia-a100-sxm4-80gb | 8    | A100-80GB:8
                    gpu:a100-80gb:8(S:0-1)                         | SLURM_GRES          | nvidia-a100-sxm4-80gb | 8    | A100-80GB:8
                    --gres=gpu:rtx4090:2                           | SLURM_GRES          | nvidia-rtx4090        | 2    | RTX4090:2
                    --gpus-per-node=gpu:l40s:4                     | SLURM_GRES          | nvidia-l40s           | 4    | NVIDIA-L40S:4
                    npu:910b3                                      | SLURM_GRES          | huawei-ascend-910b3   | 1    | Ascend910B3:1
                    gres/gpu:a100-80gb=8                           | SLURM_TRES          | nvidia-a100-sxm4-80gb | 8    | A100-80GB:8
                    cpu=128,mem=1031000M,gres/gpu=8,gres/gpu:l4=8  | SLURM_TRES          | nvidia-l4             | 8    | NVIDIA-L4:8
                    """)
    void readsEveryForm(String text, Form form, String id, Long count, String request) {
        var spelling = one(text);
        assertThat(spelling.form()).isEqualTo(form);
        assertThat(spelling.meaning())
                .isInstanceOfSatisfying(
                        Exact.class, exact -> assertThat(exact.model().id()).isEqualTo(id));
        assertThat(spelling.count()).isEqualTo(count);
        assertThat(spelling.request()).isEqualTo(request);
        assertThat(spelling.understood()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    910B                      | 5
                    A100:80GB+:8              | 2
                    nvidia.com/mig-1g.10gb: 2 | 4
                    huawei.com/Ascend910: 8   | 7
                    dcu:4                     | 5
                    gres/dcu=4                | 5
                    """)
    void givesTheCandidatesOfWhatMayMeanSeveral(String text, int candidates) {
        assertThat(one(text).meaning())
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        ambiguous -> assertThat(ambiguous.candidates()).hasSize(candidates));
        assertThat(one(text).request()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    H10O:8                    | not in the catalogue
                    8xH200                    | write H200:8
                    A100-80GB:0               | not from 1 to
                    nvidia.com/gpux           | no plug-in that is known has it
                    nvidia.com/gpu: 1.5       | is not a number of devices
                    nvidia.com/gpu.product    | without a value
                    nvidia.com/gpu.memory=1   | says nothing of the model
                    cpu=4,mem=1G              | without an accelerator
                    gres/gpu=4,gres/gpu:l4=8  | but 8 of them with a type
                    gpu:no-such-card:8        | of type no-such-card
                    """)
    void saysWhyItMeansNothing(String text, String why) {
        assertThat(one(text).meaning()).isInstanceOf(Unknown.class);
        assertThat(one(text).understood()).contains(why);
    }

    @Test
    void severalResourcesAreSeveralReadings() {
        assertThat(READER.read("gpu:l4:2,gpu:l40s:1"))
                .extracting(Spelling::request)
                .containsExactly("NVIDIA-L4:2", "NVIDIA-L40S:1");
    }

    @Test
    void keepsTheMemoryThatIsAskedFor() {
        assertThat(one("H100-80GB:64GB+:2").minimumMemory()).isEqualTo(Memory.ofGibibytes(64));
    }

    /** The table of spellings that were seen, through the reader of any form: none is taken for something else. */
    @Test
    void everySpellingMeansWhatItMeansAsAName() throws IOException {
        var all = SpellingsTest.spellings();
        assertThat(all).hasSize(599);
        for (var spelling : all) {
            var read = READER.read(spelling.text()).stream()
                    .flatMap(reading -> SpellingsTest.candidates(reading.meaning()).stream())
                    .collect(Collectors.toSet());
            if (spelling.candidates().isEmpty()) {
                // Without a type, dcu:4 may be any card of that make; as a name it means nothing.
                assertThat(read.size()).as(spelling.text()).isNotEqualTo(1);
            } else {
                assertThat(read).as(spelling.text()).isEqualTo(spelling.candidates());
            }
        }
    }

    @Test
    void neverFails() {
        var pieces = List.of(
                "gpu",
                ":",
                "=",
                ",",
                "nvidia.com/",
                "gres/",
                "A100",
                "8",
                "(",
                ")",
                "S:0-1",
                " ",
                "\"",
                "mem",
                "+",
                "80GB",
                "mig-1g.10gb",
                "\0",
                "昇腾",
                "-",
                "--gres=",
                "*",
                "1e9",
                "99999999999999999999");
        SeededCases.check(3_000, random -> {
            var text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(READER.read(text.toString())).as(text.toString()).isNotEmpty();
        });
    }
}
