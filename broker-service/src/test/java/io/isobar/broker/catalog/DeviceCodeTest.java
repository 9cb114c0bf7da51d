package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceCodeTest {
    @ParameterizedTest
    @CsvSource({
        "sm_80, sm_80, true",
        "sm_80, sm_86, true",
        "sm_86, sm_80, false",
        "sm_80, sm_90, false",
        "8.0, sm_89, true",
        "sm_90+ptx, sm_120, true",
        "9.0+PTX, sm_90, true",
        "compute_90, sm_100, true",
        "compute_90, sm_80, false",
        "sm_90a, sm_90, true",
        "sm_90a, sm_100, false",
        "compute_90a, sm_100, false",
        "sm_100f, sm_103, true",
        "sm_100f, sm_120, false",
        "sm_100, sm_120, false",
        "sm_120, sm_100, false",
        "gfx942, gfx942, true",
        "GFX942, gfx942, true",
        "gfx942, gfx90a, false",
        "ascend910b, ascend910_93, false",
        "ascend910b, ascend910b, true",
        "sm_80, gfx942, false"
    })
    void knowsWhichDeviceRunsWhichCode(String built, String device, boolean runs) {
        assertThat(DeviceCode.covers(List.of(built), device)).isInstanceOf(runs ? Covered.class : NotCovered.class);
    }

    @Test
    void oneOfSeveralIsEnough() {
        assertThat(DeviceCode.covers(List.of("sm_70", "sm_90"), "sm_90"))
                .isEqualTo(new Covered("sm_90 runs code for sm_90"));
        assertThat(DeviceCode.covers(List.of("sm_70", "sm_80"), "sm_90"))
                .isEqualTo(new NotCovered(
                        "it is built for sm_70, sm_80, the device is sm_90", "an image built for sm_90"));
    }

    @Test
    void doesNotTakeAnUnknownDeviceForAYes() {
        assertThat(DeviceCode.covers(List.of("sm_90"), null)).isInstanceOf(NotKnown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CUDA, sm_90, true",
        "CUDA, sm_120+ptx, true",
        "CUDA, compute_90a, true",
        "CUDA, sm_9, false",
        "CUDA, gfx942, false",
        "CUDA, hopper, false",
        "ROCM, gfx942, true",
        "CANN, ascend910_93, true",
        "CANN, 910b, false",
        "CANN, 'ascend 910b', false",
        "ROCM, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false"
    })
    void knowsWhatIsAnArchitectureOfAStack(SoftwareStack stack, String text, boolean is) {
        assertThat(DeviceCode.problem(stack, text) == null).isEqualTo(is);
    }

    @ParameterizedTest
    @CsvSource({"cu118, 450.80.02", "cu124, 525", "cu130, 580", "CUDA 12.x/13.x (conda), 525"})
    void knowsTheOldestDriverOfAToolkit(String tag, String driver) {
        assertThat(CudaWheels.driverMinimum(tag)).contains(driver);
    }

    @ParameterizedTest
    @CsvSource({
        "8.2, 8.2.RC1, true",
        "8.2.rc1, 8.2.RC1, true",
        "8, 8.5.0, true",
        "8.2, 8.20.0, false",
        "8.2.RC1, 8.2.0, false",
        "8.2.0, 8.2, false",
        "7.0, 8.2.RC1, false"
    })
    void takesAVersionOfCannForAllThatBeginWithIt(String built, String has, boolean covered) {
        assertThat(CannPairs.covers(built, has)).isInstanceOf(covered ? Covered.class : NotCovered.class);
    }
}
