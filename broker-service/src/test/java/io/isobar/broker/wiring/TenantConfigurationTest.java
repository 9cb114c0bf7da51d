package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantConfigurationTest {
    /** Keys without {@code isobar.broker.}. */
    private static Tenants read(Map<String, String> keys) {
        var full = new HashMap<String, String>();
        keys.forEach((key, value) -> full.put("isobar.broker." + key, value));
        var configuration = new SmallRyeConfigBuilder()
                .withMapping(BrokerConfiguration.class)
                .withSources(new PropertiesConfigSource(full, "test", 100))
                .build()
                .getConfigMapping(BrokerConfiguration.class);
        return TenantConfiguration.read(configuration.tenants(), configuration.placement());
    }

    @Test
    void readsQuotasWithTheirUnits() {
        var tenants = read(Map.of(
                "tenants.lab.quota.accelerators", "64",
                "tenants.lab.quota.cpus", "128",
                "tenants.lab.quota.memory", "512Gi",
                "tenants.lab.highest-priority", "7",
                "placement.highest-priority", "100"));

        assertThat(tenants.of("lab").quota()).isEqualTo(new Quota(64L, Cpu.ofCores(128), Memory.ofGibibytes(512)));
        assertThat(tenants.of("other").quota().isNone()).isTrue();
        assertThat(tenants.of("lab").highestPriority()).isEqualTo(7);
        assertThat(tenants.of("other").highestPriority()).isEqualTo(100);
    }

    @Test
    void readsGroupsAndHowLongWhatWasUsedCounts() {
        var tenants = read(Map.of(
                "tenants.met.weight", "3",
                "tenants.lab.parent", "met",
                "tenants.idle.weight", "0",
                "placement.usage-half-life", "12h"));

        assertThat(tenants.of("lab").parent()).isEqualTo("met");
        assertThat(tenants.isGroup("met")).isTrue();
        assertThat(tenants.isGroup("lab")).isFalse();
        assertThat(tenants.of("idle").weight()).isZero();
        assertThat(tenants.usageHalfLife()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void countsWhatWasUsedForAWeekUnlessToldToCountOnlyWhatIsHeld() {
        assertThat(read(Map.of()).usageHalfLife()).isEqualTo(Duration.ofDays(7));
        assertThat(read(Map.of("placement.usage-half-life", "0s")).usageHalfLife())
                .isNull();
    }

    @Test
    void namesEveryProblem() {
        var bad = Map.of(
                "tenants.a.weight", "-1",
                "tenants.b.quota.memory", "512",
                "tenants.c.quota.accelerators", "-1",
                "placement.highest-priority", "1001",
                "placement.usage-half-life", "soon");

        assertThatThrownBy(() -> read(bad))
                .hasMessageContaining("isobar.broker.tenants.a: the weight")
                .hasMessageContaining("isobar.broker.tenants.b: ")
                .hasMessageContaining("isobar.broker.tenants.c: a quota of accelerators must be at least 0, is -1")
                .hasMessageContaining("isobar.broker.placement.highest-priority: the highest priority must be")
                .hasMessageContaining("isobar.broker.placement.usage-half-life: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a>nobody | isobar.broker.tenants.a.parent: the parent nobody is not configured
            a>a | isobar.broker.tenants.a.parent: parents in a circle: a -> a
            a>b b>c c>a | isobar.broker.tenants.b.parent: parents in a circle: b -> c -> a -> b
            a>b b>c c>d d>e e>f f>top top>top | isobar.broker.tenants.top.parent: parents in a circle: top -> top
            a>b b>c c>d d>e e>f f>- | isobar.broker.tenants.a.parent: has 5 groups above it, the most is 4: a -> b -> c -> d -> e -> f
            """)
    void namesTheKeyOfAParentThatCannotBe(String parents, String message) {
        var keys = new HashMap<String, String>();
        for (var pair : parents.split(" ", -1)) {
            var names = pair.split(">", -1);
            keys.put("tenants." + names[0] + ".weight", "1");
            if (!names[1].equals("-")) {
                keys.put("tenants." + names[0] + ".parent", names[1]);
            }
        }

        assertThatThrownBy(() -> read(keys)).hasMessageContaining(message);
    }
}
