package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.SeededCases;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorResolverTest {
    private static final AcceleratorResolver RESOLVER =
            AcceleratorCatalog.load().resolver();

    @ParameterizedTest
    @CsvSource({
        "NVIDIA A100-SXM4-40GB, nvidia-a100-sxm4-40gb",
        "nvidia_a100-sxm4-80gb, nvidia-a100-sxm4-80gb",
        "NVIDIA H100 80GB HBM3, nvidia-h100-sxm5-80gb",
        "H100_NVLINK_80GB, nvidia-h100-sxm5-80gb",
        "H100-NVLink-80GB, nvidia-h100-sxm5-80gb",
        "AMD_Instinct_MI300X_OAM, amd-mi300x",
        "910b4-1, huawei-ascend-910b4-1",
        "MLU370-X8, cambricon-mlu370-x8",
        "A10G, nvidia-a10g",
        "L40, nvidia-l40",
        "GB200, nvidia-gb200",
        "NVIDIA GH200 480GB, nvidia-gh200",
        "Tesla V100-SXM2-16GB, nvidia-v100-sxm2-16gb",
        "昇腾910C, huawei-ascend-910c"
    })
    void resolvesDeviceStringsAsDriversPrintThem(String name, String id) {
        assertThat(RESOLVER.resolve(name))
                .isInstanceOfSatisfying(
                        Exact.class, exact -> assertThat(exact.model().id()).isEqualTo(id));
    }

    @ParameterizedTest
    @CsvSource({
        "A100, 40, 1",
        "A100, 80, 1",
        "NVIDIA A100 PCIe, 80, 1",
        "Ascend910, 32, 2",
        "910B, 32, 1",
        "910B, 64, 4"
    })
    void narrowsAnAmbiguousNameByTheMemoryOfTheDevice(String name, long gibibytes, int candidates) {
        Resolution resolution = RESOLVER.resolve(name, Memory.ofGibibytes(gibibytes));
        assertThat(SpellingsTest.candidates(resolution)).hasSize(candidates);
    }

    @Test
    void neverNarrowsToAModelOfAnotherSize() {
        assertThat(RESOLVER.resolve("A100", Memory.ofGibibytes(48))).isInstanceOf(Unknown.class);
        assertThat(RESOLVER.resolve("A100-80GB", Memory.ofGibibytes(40))).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "A1",
                "A10-0",
                "A1 00",
                "100",
                "H",
                "H1",
                "NVIDIA",
                "Tesla",
                "NVIDIA-A100-SXM4-80GB-MIG",
                "A100-SXM4-40GB-X",
                "XA100-80GB",
                "A100-80GB-48GB",
                "L40SS",
                "RTX",
                "MI",
                "gpu:8",
                "dcu:4",
                "gpu::8",
                "MIG-1g.10gb",
                "-SHARED",
                "A100-80GB\n",
                "A100\u0000",
                "tpu-v5p-31",
                "L4-MIG-1g.999gb"
            })
    void doesNotKnowWhatIsNotAWholeName(String name) {
        assertThat(RESOLVER.resolve(name)).isInstanceOf(Unknown.class);
    }

    @Test
    void bindsAPartitionToTheCardThatHasIt() {
        assertThat(RESOLVER.resolve("a100_3g.20gb"))
                .isInstanceOfSatisfying(
                        Ambiguous.class,
                        ambiguous -> assertThat(ambiguous.candidates())
                                .extracting(AcceleratorModel::id)
                                .isEqualTo(List.of("nvidia-a100-sxm4-40gb", "nvidia-a100-pcie-40gb")));
        assertThat(RESOLVER.resolve("H200-MIG-1g.18gb"))
                .isInstanceOfSatisfying(
                        Exact.class, exact -> assertThat(exact.unit().kind()).isEqualTo(UnitKind.PARTITION));
    }

    @Test
    void marksASharedDeviceAsASlice() {
        assertThat(RESOLVER.resolve("Tesla-T4-SHARED"))
                .isInstanceOfSatisfying(
                        Exact.class, exact -> assertThat(exact.unit().kind()).isEqualTo(UnitKind.SLICE));
    }

    @Test
    void survivesAnyTextWithinABoundedTime() {
        SeededCases.check(2_000, random -> {
            int length = random.nextInt(random.nextInt(10) == 0 ? 5_000 : 40);
            var text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append("aA10-_ .gGB:()MIG8昇\u00e9".charAt(random.nextInt(19)));
            }
            assertThat(RESOLVER.resolve(text.toString())).isNotNull();
        });
    }

    @Test
    void allocatesNothingWhereTheNameIsKnown() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        String[] names = RESOLVER.names().toArray(String[]::new);
        int found = 0;
        for (int round = 0; round < 200; round++) {
            found += count(names);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 200; round++) {
            found += count(names);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(found).isEqualTo(400 * names.length);
        // 200 rounds over hundreds of names; the measuring itself may take some hundred bytes.
        assertThat(allocated).isLessThan(10_000);
    }

    private static int count(String[] names) {
        int found = 0;
        for (String name : names) {
            if (!(RESOLVER.resolve(name) instanceof Unknown)) {
                found++;
            }
        }
        return found;
    }
}
