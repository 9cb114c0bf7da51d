package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gpu:a100:8; gpu; a100; 8",
                "gpu:8; gpu; ; 8",
                "gpu; gpu; ; 1",
                "gpu:a100; gpu; a100; 1",
                "gpu:a100:8(S:0-1); gpu; a100; 8",
                "gpu:3090:4; gpu; 3090; 4",
                "dcu:4; dcu; ; 4",
                "dcu:K100-PCIE-64GB-LS:8; dcu; K100-PCIE-64GB-LS; 8",
                "gpu:nvidia_a100-sxm4-80gb:8; gpu; nvidia_a100-sxm4-80gb; 8",
                "gpu:a100_3g.20gb:2; gpu; a100_3g.20gb; 2",
                "gpu:a100:5(IDX:0-2,5-6); gpu; a100; 5",
                "gpu:a100:0(IDX:N/A); gpu; a100; 0",
                "bandwidth:10G; bandwidth; ; 10737418240",
                "npu:(null):8; npu; ; 8"
            })
    void readsOne(String text, String name, String type, long count) {
        assertThat(Gres.parse(text)).containsExactly(new Gres(name, type, count));
    }

    @Test
    void readsALists() {
        assertThat(Gres.parse("gpu:a100:4(S:0),gpu:v100:2(S:1),shard:8(-/5,5/5,3/5,0/5)"))
                .containsExactly(new Gres("gpu", "a100", 4), new Gres("gpu", "v100", 2), new Gres("shard", null, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "(null)", "N/A"})
    void findsNone(String text) {
        assertThat(Gres.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu:a:b:8", ":8", "gpu:a100:99999999999999G"})
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> Gres.parse(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
