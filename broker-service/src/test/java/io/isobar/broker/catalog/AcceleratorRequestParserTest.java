package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isobar.broker.catalog.AcceleratorRequestException.Fault;
import io.isobar.broker.resource.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorRequestParserTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final AcceleratorRequestParser PARSER = new AcceleratorRequestParser(CATALOG);

    @ParameterizedTest
    @CsvSource({
        "A100-80GB:8, nvidia-a100-sxm4-80gb, 8",
        "a100_80gb:8, nvidia-a100-sxm4-80gb, 8",
        "A100-80GB, nvidia-a100-sxm4-80gb, 1",
        "nvidia:A100:80GB:8, nvidia-a100-sxm4-80gb, 8",
        "nvidia:A100:40GB:2, nvidia-a100-sxm4-40gb, 2",
        "A100:80GB:8, nvidia-a100-sxm4-80gb, 8",
        "A100:80GB, nvidia-a100-sxm4-80gb, 1",
        "NVIDIA:L40S:4, nvidia-l40s, 4",
        "huawei:910B3:16, huawei-ascend-910b3, 16",
        "ascend:910B4:32GB:8, huawei-ascend-910b4, 8",
        "910B4-1:8, huawei-ascend-910b4-1, 8",
        "910B3:65536, huawei-ascend-910b3, 65536",
        "amd:MI300X:192GB:8, amd-mi300x, 8",
        "gpu:l4:2, nvidia-l4, 2",
        "MLU370-X8:2, cambricon-mlu370-x8, 2",
        "hygon:K100_AI, hygon-k100-ai, 1",
        "V100-32GB:1, nvidia-v100-sxm2-32gb, 1",
        "moore threads:MTT S4000:8, mthreads-s4000, 8",
        "nvidia-h100-sxm5-80gb:8, nvidia-h100-sxm5-80gb, 8",
        "kunlunxin:P800:8, kunlunxin-p800, 8",
        "V100:16GB:1, nvidia-v100-sxm2-16gb, 1",
        "910B:32GB:8, huawei-ascend-910b4, 8",
        "MI250X:2, amd-mi250x, 2",
        "MI250X:64GB:2, amd-mi250x, 2"
    })
    void readsTheShortForms(String text, String model, int count) {
        AcceleratorRequest request = PARSER.parse(text);
        assertThat(request.model().id()).isEqualTo(model);
        assertThat(request.count()).isEqualTo(count);
    }

    @Test
    void asksForTheMemoryThatTheNameStates() {
        assertThat(PARSER.parse("RTX4090-48GB:1").minimumMemory()).isEqualTo(Memory.ofGibibytes(48));
        assertThat(PARSER.parse("RTX4090:48GB:1").minimumMemory()).isEqualTo(Memory.ofGibibytes(48));
        assertThat(PARSER.parse("GH200-144GB:1").minimumMemory()).isEqualTo(Memory.ofGibibytes(144));
        assertThat(PARSER.parse("L40S:24GB+:1").minimumMemory()).isEqualTo(Memory.ofGibibytes(24));
        assertThat(PARSER.parse("RTX4090:1").minimumMemory()).isNull();
    }

    @Test
    void takesPartitionsAndSlicesOfPodsForWhatTheyAre() {
        AcceleratorRequest partition = PARSER.parse("NVIDIA-A100-SXM4-80GB-MIG-1g.10gb:7");
        assertThat(partition.unit()).isEqualTo(NamedUnit.partition("1g.10gb", Memory.ofGibibytes(10)));
        AcceleratorRequest pod = PARSER.parse("tpu-v5p-32:1");
        assertThat(pod.model().id()).isEqualTo("google-tpu-v5p");
        assertThat(pod.devices()).isEqualTo(16);
        assertThat(PARSER.parse("tpu-v5litepod-8").devices()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "910B:8 | Ascend910B1, Ascend910B2, Ascend910B3, Ascend910B4, Ascend910B4-1",
                "A100:8 | A100-40GB, A100-PCIE-40GB, A100-80GB, A100-PCIE-80GB",
                "910B:64GB | Ascend910B1, Ascend910B2, Ascend910B3, Ascend910B4-1",
                "V100:32GB+ | V100-32GB, V100-PCIE-32GB",
                "6000:1 | A6000, RTX6000-Ada, RTX PRO 6000",
                "xpu | Max-1550, R200, R200-8F, R300, P800",
                "kunlunxin:xpu:1 | R200, R200-8F, R300, P800",
                "MLU370:8 | MLU370-S4, MLU370-X4, MLU370-X8, MLU370-S8",
                "H100:8 | H100-80GB, H100-PCIe, H100-NVL"
            })
    void listsTheCandidatesOfAnAmbiguousName(String text, String names) {
        assertThatExceptionOfType(AcceleratorRequestException.class)
                .isThrownBy(() -> PARSER.parse(text))
                .withMessageContaining("may mean " + names + ". Write one of them.")
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.AMBIGUOUS))
                .satisfies(e -> assertThat(String.join(", ", e.candidates())).isEqualTo(names));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "910B5:8 | The nearest names are 910B",
                "A100:48GB:8 | no A100 has that memory",
                "L40S:64GB:1 | L40S has 48 GB per unit",
                "L40S:64GB+:1 | L40S has 48 GB per unit",
                "amd:A100-80GB:1 | is made by NVIDIA, not by AMD",
                "8xA100-80GB | write A100-80GB:8",
                "A100-80GBx8 | write A100-80GB:8",
                "RTX6000 | The nearest names are",
                "zzzzzzzz | `isobar accelerators`",
                "H100-8 | not in the catalogue",
                "A10-0 | not in the catalogue",
                "A1 | not in the catalogue",
                "A100-80 | not in the catalogue",
                "MLU590:96GB | has an unknown amount of memory",
                "Ａ100-80GB | not in the catalogue"
            })
    void saysWhyANameIsUnknown(String text, String message) {
        assertThatExceptionOfType(AcceleratorRequestException.class)
                .isThrownBy(() -> PARSER.parse(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "A100-80GB:0",
        "A100-80GB:65537",
        "A100-80GB:-1",
        "A100-80GB:0.5",
        "A100-80GB:1e3",
        "A100-80GB:８",
        "A100-80GB:99999999999999999999",
        "A100-80GB:",
        ":8",
        "::",
        "''",
        "' '",
        "nvidia:",
        "nvidia::8",
        "acme:A100-80GB:8",
        "A100-80GB:8:8",
        "nvidia:A100:80GB:8:1",
        "A100-80GB:+8"
    })
    void refusesWhatIsNotOneOfTheForms(String text) {
        assertThatExceptionOfType(AcceleratorRequestException.class)
                .isThrownBy(() -> PARSER.parse(text))
                .withMessageContaining("Write NAME, NAME:COUNT or VENDOR:NAME:MEMORY:COUNT")
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.MALFORMED));
    }

    @Test
    void readsBackTheNameOfEveryModel() {
        for (AcceleratorModel model : CATALOG.models()) {
            assertThat(PARSER.parse(model.name() + ":8").model()).isEqualTo(model);
            assertThat(PARSER.parse(model.id() + ":8").model()).isEqualTo(model);
        }
    }
}
