package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.cli.problem.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "broker:1234,broker:1234",
        "broker,broker:9090",
        "127.0.0.1:9,127.0.0.1:9",
        "[::1]:9090,[::1]:9090",
        "[::1],[::1]:9090"
    })
    void readsHostAndPort(String text, String address) {
        assertThat(BrokerAddress.parse(text, "--broker")).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ":9090", "a:", "a:0", "a:65536", "a:-1", "a:x", "::1:9090", "http://a:9090", "a b:1"})
    void refusesWhatIsNoAddressAndSaysHowToWriteOne(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text, "--broker"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("--broker")
                .extracting(problem -> ((Problem) problem).remedy())
                .asString()
                .contains("host:port");
    }
}
