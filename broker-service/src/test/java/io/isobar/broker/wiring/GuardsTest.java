package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.port.CallOutcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {
    static Guards guards(Map<String, String> configuration) {
        return new Guards(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(configuration, "test", 100))
                .withMapping(BrokerConfiguration.class)
                .build()
                .getConfigMapping(BrokerConfiguration.class));
    }

    @Test
    void everyPortLetsACallPassByItsDefaults() {
        var all = guards(Map.of()).all();

        for (var guard : all) {
            assertThat(guard.<String>call(() -> "passed")).isEqualTo("passed");
            assertThat(guard.calls(CallOutcome.ANSWERED)).isEqualTo(1);
        }
        assertThat(all)
                .extracting(guard -> guard.policy().port())
                .containsExactly("database-reads", "database-writes", "api-calls", "api-streams", "sessions", "fences");
    }

    @Test
    void aPortCountsWhatCanHappenThereAndNothingElse() {
        var registry = new SimpleMeterRegistry();

        PortMeters.bind(registry, guards(Map.of()).all());

        assertThat(tags(registry, "isobar.port.calls", "outcome"))
                .isEqualTo(Map.of(
                        "database-reads", Set.of("answered", "failed", "timed-out", "circuit-open", "bulkhead-full"),
                        "database-writes", Set.of("answered", "failed", "timed-out", "circuit-open"),
                        "api-calls", Set.of("answered", "bulkhead-full", "rate-limited"),
                        "api-streams", Set.of("answered", "bulkhead-full"),
                        "sessions", Set.of("answered", "rate-limited"),
                        "fences", Set.of("answered", "bulkhead-full")));
        assertThat(tags(registry, "isobar.port.retries", "port")).containsOnlyKeys("database-reads", "database-writes");
        assertThat(tags(registry, "isobar.port.circuit.open", "port"))
                .containsOnlyKeys("database-reads", "database-writes");
    }

    /** Values of a tag, by port. */
    private static Map<String, Set<String>> tags(MeterRegistry registry, String meter, String tag) {
        return registry.find(meter).meters().stream()
                .map(Meter::getId)
                .collect(Collectors.groupingBy(
                        id -> String.valueOf(id.getTag("port")),
                        Collectors.mapping(id -> String.valueOf(id.getTag(tag)), Collectors.toSet())));
    }

    @ParameterizedTest
    @CsvSource({
        "database-reads.retries, 0, isobar.broker.ports.database-reads: retries must be 1 to 10",
        "database-writes.timeout, 50ms, isobar.broker.ports.database-writes: retry-delay must be below the timeout",
        "sessions.rate, 0, isobar.broker.ports.sessions: rate must be 1 to 1000000"
    })
    void aBadValueFailsTheStartAndIsNamed(String key, String value, String problem) {
        assertThatThrownBy(() -> guards(Map.of("isobar.broker.ports." + key, value)))
                .hasMessageStartingWith(problem);
    }
}
