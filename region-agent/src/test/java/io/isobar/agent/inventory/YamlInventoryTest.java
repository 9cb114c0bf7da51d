package io.isobar.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlInventoryTest {
    private static final String WHOLE = """
            pools:
              - name: a100-80
                accelerator: "NVIDIA A100-SXM4-80GB"
                unit-kind: card
                memory-per-unit: 80GiB
                host-architecture: x86_64
                stacks: [ { name: cuda, version: "12.6", driver: "560.35" } ]
                interconnect-domain: nvlink-ib-1
                images: true
                nodes: [ { count: 40, units: 8, cpus: 128, memory: 1024GiB } ]
                offers: [ { mode: on-demand, price: "7.8 CNY", per: card-hour } ]
              - name: plain
                images: false
                nodes:
                  - { count: 2, cpus: 64, memory: 256GiB }
                  - { count: 1, cpus: 32 }
            """;

    @Test
    void readsPoolsWithTheirNodesAndPrices() {
        Inventory inventory = YamlInventory.read("f", WHOLE);

        PoolProfile a100 = inventory.pools().getFirst();
        assertThat(a100.accelerator()).isEqualTo(new Accelerator("NVIDIA A100-SXM4-80GB", UnitKind.CARD, 80L << 30));
        assertThat(a100.hostArchitecture()).isEqualTo(HostArchitecture.X86_64);
        assertThat(a100.stacks()).containsExactly(new SoftwareStack("cuda", "12.6", "560.35"));
        assertThat(a100.interconnectDomain()).isEqualTo("nvlink-ib-1");
        assertThat(a100.offers())
                .containsExactly(new Offer(BillingMode.ON_DEMAND, PriceUnit.CARD_HOUR, Money.parse("7.8 CNY")));
        PoolProfile plain = inventory.pools().getLast();
        assertThat(plain.accelerator()).isNull();
        assertThat(plain.runsImages()).isFalse();
        assertThat(plain.hostArchitecture()).isEqualTo(HostArchitecture.UNKNOWN);
        assertThat(inventory.nodes()).hasSize(43);
        assertThat(inventory.nodes().getFirst().total()).isEqualTo(new NodeAmounts(8, 128_000L, 1024L << 30));
    }

    @Test
    void takesWhatIsNotSaidForUnknownAndNotForNothing() {
        NodeAmounts last = YamlInventory.read("f", WHOLE).nodes().getLast().total();

        assertThat(last.millicpus()).isEqualTo(32_000L);
        assertThat(last.memoryBytes()).isNull();
    }

    @Test
    void doesNotGuessWhatOneUnitIs() {
        var pool = YamlInventory.read("f", WHOLE.replace("    unit-kind: card\n", ""))
                .pools()
                .getFirst();

        assertThat(pool.accelerator()).isEqualTo(new Accelerator("NVIDIA A100-SXM4-80GB", null, 80L << 30));
    }

    @Test
    void namesEveryProblemWithItsPlace() {
        String text = """
                pools:
                  - name: Bad Name
                    unit-kind: chip
                    memory-per-unit: 80
                    colour: red
                    nodes: [ { count: 0, units: 8, memory: 10m } ]
                    offers: [ { mode: on-demand, price: "cheap", per: card-hour } ]
                more: 1
                """;

        assertThatThrownBy(() -> YamlInventory.read("inventory.yaml", text))
                .isInstanceOf(InvalidInventoryException.class)
                .hasMessageContaining("inventory.yaml")
                .hasMessageContaining("pools[0].name")
                .hasMessageContaining("pools[0].unit-kind: 'chip' is none of card, die")
                .hasMessageContaining("pools[0].memory-per-unit: '80' is not an amount of memory")
                .hasMessageContaining("pools[0].colour: is not a field here")
                .hasMessageContaining("pools[0].nodes[0].count: 0 lies outside")
                .hasMessageContaining("pools[0].nodes[0].memory")
                .hasMessageContaining("pools[0].nodes[0].units: the pool has no accelerator")
                .hasMessageContaining("pools[0].offers[0].price")
                .hasMessageContaining("more: is not a field here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "[1, 2]",
                "pools: 7",
                "pools: []",
                "a: &a [*a]",
                "pools: [ { name: a, name: b } ]",
                "pools: [",
                "pools: [ { name: a, nodes: [ { count: 99999999999999999999 } ] } ]"
            })
    void refusesWhatIsNoInventory(String text) {
        assertThatThrownBy(() -> YamlInventory.read("f", text)).isInstanceOf(InvalidInventoryException.class);
    }

    @Test
    void refusesAYamlBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        assertThatThrownBy(() -> YamlInventory.read("f", bomb.toString()))
                .isInstanceOf(InvalidInventoryException.class);
    }
}
