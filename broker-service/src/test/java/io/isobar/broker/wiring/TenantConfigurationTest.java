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
    private record Set(
            double weight,
            Optional<Long> accelerators,
            Optional<String> cpus,
            Optional<String> memory,
            Optional<Integer> highestPriority)
            implements BrokerConfiguration.Tenant, BrokerConfiguration.Quota {
        @Override
        public BrokerConfiguration.Quota quota() {
            return this;
        }

        @Override
        public Optional<String> carbonPrice() {
            return Optional.empty();
        }
    }

    @Test
    void readsQuotasWithTheirUnits() {
        var tenants = TenantConfiguration.read(
                Map.of("lab", new Set(2, Optional.of(64L), Optional.of("128"), Optional.of("512Gi"), Optional.of(7))),
                100);

        assertThat(tenants.of("lab").quota()).isEqualTo(new Quota(64L, Cpu.ofCores(128), Memory.ofGibibytes(512)));
        assertThat(tenants.of("other").quota().isNone()).isTrue();
        assertThat(tenants.of("lab").highestPriority()).isEqualTo(7);
        assertThat(tenants.of("other").highestPriority()).isEqualTo(100);
    }

    @Test
    void namesEveryProblem() {
        var bad = Map.<String, BrokerConfiguration.Tenant>of(
                "a", new Set(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                "b", new Set(1, Optional.empty(), Optional.empty(), Optional.of("512"), Optional.empty()),
                "c", new Set(1, Optional.of(-1L), Optional.empty(), Optional.empty(), Optional.empty()));

        assertThatThrownBy(() -> TenantConfiguration.read(bad, 1_001))
                .hasMessageContaining("isobar.broker.tenants.a: the weight")
                .hasMessageContaining("isobar.broker.tenants.b: ")
                .hasMessageContaining("isobar.broker.tenants.c: a quota of accelerators must be at least 0, is -1")
                .hasMessageContaining("isobar.broker.placement.highest-priority: the highest priority must be");
    }
}
