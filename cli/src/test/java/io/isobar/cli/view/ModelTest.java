package io.isobar.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.text.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
    @ParameterizedTest
    @CsvSource({
        "nvidia-a100-sxm4-80gb, a100-sxm4-80gb",
        "huawei-ascend-910b3:8, ascend-910b3:8",
        "hygon-z100, z100",
        "A100-80GB:8, A100-80GB:8",
        "a100-80gb, a100-80gb",
        "V100M16 ?, V100M16 ?",
        "none, none",
    })
    void losesOnlyAVendorThatLeavesAModel(String model, String shown) {
        assertThat(Model.text(model, frame(Table.WIDTH))).isEqualTo(shown);
        assertThat(Model.text(model, frame(Table.UNLIMITED))).isEqualTo(model);
    }

    private static Frame frame(int width) {
        return new Frame(width, Instant.EPOCH, ZoneOffset.UTC);
    }
}
