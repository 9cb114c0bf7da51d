package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpu:a100:8 | gpu/a100/8",
                "gpu:8 | gpu/-/8",
                "gpu:a100:8(S:0-1) | gpu/a100/8",
                "gpu | gpu/-/1",
                "gpu:a100 | gpu/a100/1",
                "gpu:a100:4(S:0),gpu:v100:2(S:1) | gpu/a100/4 gpu/v100/2",
                "dcu:K100-PCIE-64GB-LS:8 | dcu/K100-PCIE-64GB-LS/8",
                "gpu:a100:0(IDX:N/A) | gpu/a100/0",
                "gpu:a100:5(IDX:0-2,5-6) | gpu/a100/5",
                "gpu:1(IDX:0),shard:8(-/5,5/5,3/5,0/5) | gpu/-/1 shard/-/8",
                "gpu:a100:1,gpu:a100_3g.20gb:2 | gpu/a100/1 gpu/a100_3g.20gb/2",
                "(null) | ''",
                "'' | ''",
                "gres/gpu:a100:2 | gpu/a100/2",
                "bandwidth:lustre:no_consume:4G | bandwidth/lustre/4294967296"
            })
    void readsGenericResourcesAsSlurmPrintsThem(String text, String expected) {
        assertThat(Gres.parse(text).stream()
                        .map(g -> g.name() + "/" + (g.type() == null ? "-" : g.type()) + "/" + g.count())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "N/A",
                ":8",
                "gpu:",
                "gpu::8",
                "gpu:a100:-1",
                "gpu:a:b:c:8",
                "gpu:8(S:0",
                "gpu:8)S(",
                "gpu:8,",
                "8",
                "gpu:a100:９:8",
                "gpu:a100:1.5:2",
                "gpu:a100:9999999P"
            })
    void refusesWhatIsNotAGenericResource(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> Gres.parse(text));
    }

    @Test
    void countsDevicesOnceThatAreListedWithAndWithoutTheirType() {
        SlurmTres tres = SlurmTres.parse("cpu=128,mem=1031000M,node=1,billing=128,gres/gpu=8,gres/gpu:a100=8");
        assertThat(tres.cpu()).isEqualTo(Cpu.ofCores(128));
        assertThat(tres.memory()).isEqualTo(Memory.ofMebibytes(1_031_000));
        assertThat(tres.nodes()).isEqualTo(1);
        assertThat(tres.gres()).isEqualTo(List.of(new Gres("gpu", "a100", 8)));
    }

    @Test
    void keepsTheRestOfAnUntypedCount() {
        assertThat(SlurmTres.parse("gres/gpu=8,gres/gpu:a100=6").gres())
                .isEqualTo(List.of(new Gres("gpu", "a100", 6), new Gres("gpu", null, 2)));
        assertThat(SlurmTres.parse("cpu=32,mem=250G,billing=32,gres/dcu=4"))
                .isEqualTo(new SlurmTres(
                        Cpu.ofCores(32), Memory.ofGibibytes(250), null, List.of(new Gres("dcu", null, 4))));
    }

    @Test
    void leavesUnknownWhatIsNotListed() {
        assertThat(SlurmTres.parse("")).isEqualTo(new SlurmTres(null, null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu",
                "cpu=",
                "cpu=N/A",
                "cpu=-1",
                "mem=1e3",
                "mem=16GB",
                "=8",
                "gres/gpu=８",
                "cpu=9999999999999999999",
                "gres/gpu=4,gres/gpu:a100=8",
                "cpu=1,,mem=1"
            })
    void refusesWhatContradictsItselfOrIsNotANumber(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> SlurmTres.parse(text));
    }
}
