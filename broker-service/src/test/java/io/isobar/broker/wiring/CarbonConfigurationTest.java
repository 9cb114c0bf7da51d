package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.resource.Money;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CarbonConfigurationTest {
    private static io.isobar.broker.placement.CarbonRules read(Map<String, String> keys) {
        var configuration = new SmallRyeConfigBuilder()
                .withMapping(BrokerConfiguration.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(BrokerConfiguration.class);
        return CarbonConfiguration.read(configuration.carbon(), configuration.tenants());
    }

    @Test
    void readsPricesOfTenantsAndWhatHostsDraw() {
        var rules = read(Map.of(
                "isobar.broker.tenants.lab.carbon-price", "80 EUR",
                "isobar.broker.tenants.other.weight", "2",
                "isobar.broker.carbon.watts-per-core", "5"));

        assertThat(rules.prices()).isEqualTo(Map.of("lab", Money.parse("80 EUR")));
        assertThat(rules.wattsPerCore()).isEqualTo(5);
        assertThat(rules.wattsPerGigabyte()).isEqualTo(0.392);
    }

    @Test
    void namesEveryProblem() {
        var bad = Map.of(
                "isobar.broker.tenants.a.carbon-price", "-1 EUR",
                "isobar.broker.tenants.b.carbon-price", "80",
                "isobar.broker.carbon.watts-per-gigabyte", "-3");

        assertThatThrownBy(() -> read(bad))
                .hasMessageContaining("isobar.broker.tenants.a.carbon-price: must not be negative, is -1 EUR")
                .hasMessageContaining("isobar.broker.tenants.b.carbon-price: money")
                .hasMessageContaining("isobar.broker.carbon: watts of a core or a gigabyte must be 0 to 1000.0");
    }
}
