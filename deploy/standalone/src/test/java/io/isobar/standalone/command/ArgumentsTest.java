package io.isobar.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void readsOptionsInAnyPlace() {
        assertThat(parse("--http-port 81 up --federation f.yaml --broker-port 91 --brokers 2 --engines-only"))
                .isEqualTo(new Arguments(
                        "up",
                        Optional.empty(),
                        Optional.of(Path.of("f.yaml")),
                        Map.of("http", 81, "grpc", 91),
                        OptionalInt.of(2),
                        true));
        assertThat(parse("kill kafka").part()).contains("kafka");
    }

    @ParameterizedTest
    @CsvSource({
        "up --http-port, needs a value",
        "up --http-port 0, a port from 1 to 65535",
        "up --http-port 65536, '65536'",
        "up --http-port 80a, '80a'",
        "up --brokers 0, a number from 1 to 5",
        "up --brokers 6, '6'",
        "up --htp-port 1, unknown option --htp-port",
        "up now, unexpected argument now",
        "kill, needs the name of one part",
        "restart a b, needs the name of one part",
        "--engines-only, a command is missing"
    })
    void refusesWhatItDoesNotUnderstand(String line, String message) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class).hasMessageContaining(message);
    }

    private static Arguments parse(String line) {
        return Arguments.parse(List.of(line.split(" ", -1)));
    }
}
