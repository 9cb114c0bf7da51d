package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.placement.Quota;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantConfigurationTest {
    private record Set(double weight, Optional<Long> accelerators, Optional<String> cpus, Optional<String> memory)
            implements BrokerConfiguration.Tenant, BrokerConfiguration.Quota {
        @Override
        public BrokerConfiguration.Quota quota() {
            return this;
        }
    }

    @Test
    void readsQuotasWithTheirUnits() {
        var tenants = TenantConfiguration.read(
                Map.of("lab", new Set(2, Optional.of(64L), Optional.of("128"), Optional.of("512Gi"))));

        assertThat(tenants.quotaOf("lab")).isEqualTo(new Quota(64L, Cpu.ofCores(128), Memory.ofGibibytes(512)));
        assertThat(tenants.quotaOf("other").isNone()).isTrue();
    }

    @Test
    void namesEveryProblem() {
        var bad = Map.<String, BrokerConfiguration.Tenant>of(
                "a", new Set(0, Optional.empty(), Optional.empty(), Optional.empty()),
                "b", new Set(1, Optional.empty(), Optional.empty(), Optional.of("512")),
                "c", new Set(1, Optional.of(-1L), Optional.empty(), Optional.empty()));

        assertThatThrownBy(() -> TenantConfiguration.read(bad))
                .hasMessageContaining("isobar.broker.tenants.a: the weight")
                .hasMessageContaining("isobar.broker.tenants.b: ")
                .hasMessageContaining("isobar.broker.tenants.c: a quota of accelerators must be at least 0, is -1");
    }
}
