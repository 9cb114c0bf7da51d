package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTest {
    @ParameterizedTest
    @CsvSource({
        "4, 4000",
        "0.5, 500",
        "500m, 500",
        "1.25, 1250",
        "0, 0",
        "64, 64000",
        "1500m, 1500",
        "2.0, 2000",
        "0.001, 1",
        "9223372036854775, 9223372036854775000"
    })
    void readsCoresAndThousandths(String text, long millis) {
        assertThat(Cpu.parse(text)).isEqualTo(new Cpu(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "-0.5",
                "+4",
                "1e3",
                "4c",
                "4 cores",
                "4Gi",
                "4k",
                "500M",
                "0.0005",
                "0.5m",
                "NaN",
                "４",
                "4,5",
                ".5",
                "4.",
                "four",
                "9223372036854776",
                "9223372036854775807",
                "99999999999999999999m",
                "4+"
            })
    void refusesWhatIsNotExactlyANumberOfCores(String text) {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Cpu.parse(text))
                .withMessageStartingWith("cpus \"")
                .withMessageContaining("Write a number of cores");
    }

    @Test
    void readsBackEveryNumberThatItPrints() {
        SeededCases.check(20_000, random -> {
            var cpu = new Cpu(magnitude(random));
            assertThat(Cpu.parse(cpu.toString())).isEqualTo(cpu);
        });
    }

    @Test
    void computesExactlyOrRefuses() {
        SeededCases.check(20_000, random -> {
            var left = new Cpu(magnitude(random));
            var right = new Cpu(magnitude(random));
            long count = magnitude(random);
            BigInteger a = BigInteger.valueOf(left.millis());
            BigInteger b = BigInteger.valueOf(right.millis());
            Exact.check(a.add(b), () -> left.plus(right).millis());
            Exact.check(a.subtract(b), () -> left.minus(right).millis());
            Exact.check(
                    a.multiply(BigInteger.valueOf(count)),
                    () -> left.times(count).millis());
        });
    }
}
