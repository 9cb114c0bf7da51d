package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
    private static final CudaWheels WHEELS = CudaWheels.load();
    private static final CannPairs PAIRS = CannPairs.load();

    @ParameterizedTest
    @CsvSource({
        "2.9, cu128, sm_70, true",
        "2.9, cu130, sm_70, false",
        "2.9, cu128, sm_89, true",
        "2.9.1, cu126, sm_90, true",
        "2.9, cu126, sm_100, false",
        "2.9, cu126, sm_120, false",
        "2.9, cu128, sm_120, true",
        "2.9, cu128, sm_61, false",
        "2.9, cu128, sm_103, true",
        "2.7, cu124 nightly, sm_120, false",
        "2.12, CUDA 13 linux-aarch64, sm_75, false",
        "2.13, CUDA 12.x/13.x (conda), sm_70, false",
        "2.1, cu121, sm_37, false",
        "2.9, cu126, sm_61, true"
    })
    void knowsWhichDevicesABuildHasCodeFor(String pytorch, String tag, String architecture, boolean covered) {
        assertThat(WHEELS.covers(pytorch, tag, architecture)).isInstanceOf(covered ? Covered.class : NotCovered.class);
    }

    @Test
    void saysWhatABuildHasAndWhichOneWouldDo() {
        assertThat(WHEELS.covers("2.9", "cu126", "sm_120"))
                .isEqualTo(new NotCovered(
                        "PyTorch 2.9 for cu126 has code for 5.0, 6.0, 7.0, 7.5, 8.0, 8.6, 9.0; "
                                + "sm_120 needs code for 12.0",
                        "an image built for sm_120, such as with PyTorch 2.9+cu128, 2.9+cu130, 2.10+cu128, "
                                + "2.11+cu128"));
    }

    @ParameterizedTest
    @CsvSource({"1.13, cu117, sm_80", "2.9, cu999, sm_80", "2.9, cu128, gfx942", "2.90, cu128, sm_80"})
    void doesNotTakeTheUnknownForAYes(String pytorch, String tag, String architecture) {
        assertThat(WHEELS.covers(pytorch, tag, architecture)).isInstanceOf(NotKnown.class);
    }

    @Test
    void pairsAPackageWithItsCannExactly() {
        assertThat(PAIRS.covers("torch-npu", "2.7.1.post2", "8.5.0")).isInstanceOf(Covered.class);
        assertThat(PAIRS.covers("Torch_NPU", "2.6.0", "8.2.rc1")).isInstanceOf(Covered.class);
        assertThat(PAIRS.covers("mindspore", "2.7.1", "8.3.RC1")).isInstanceOf(Covered.class);
        assertThat(PAIRS.covers("torch-npu", "9.9", "8.5.0")).isInstanceOf(NotKnown.class);
        assertThat(PAIRS.covers("torch-npu", "2.9.0", "8.3.RC1"))
                .isEqualTo(new NotCovered(
                        "torch-npu 2.9.0 is built for CANN 8.5.0, the pool has 8.3.RC1",
                        "an image with torch-npu 2.1.0.post17, 2.6.0.post3, 2.7.1, 2.8.0, or a pool with CANN 8.5.0"));
    }
}
