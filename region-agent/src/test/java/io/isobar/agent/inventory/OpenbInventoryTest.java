package io.isobar.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OpenbInventoryTest {
    private static List<String> head() throws IOException {
        try (InputStream in = OpenbInventoryTest.class.getResourceAsStream("/openb/nodes-head.csv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void makesAPoolOfEachModelAndOneOfNodesWithout() throws IOException {
        Inventory inventory = OpenbInventory.read("head", head());

        assertThat(inventory.pools())
                .extracting(pool -> pool.name().value())
                .containsExactlyInAnyOrder("general", "t4", "v100m16");
        assertThat(inventory.nodes()).hasSize(8);
        PoolProfile t4 = inventory.pools().stream()
                .filter(pool -> pool.name().value().equals("t4"))
                .findFirst()
                .orElseThrow();
        assertThat(t4.accelerator()).isEqualTo(new Accelerator("T4", UnitKind.CARD, null));
        assertThat(t4.stacks()).extracting(SoftwareStack::name).containsExactly("cuda");
        assertThat(inventory.nodes().getFirst().total()).isEqualTo(new NodeAmounts(0, 32_000L, 262_144L << 20));
    }

    @Test
    void namesEveryLineThatIsWrong() {
        List<String> lines = List.of(
                "sn,cpu_milli,memory_mib,gpu,model",
                "a,1,2,3",
                "b,x,2,1,T4",
                "c,1,2,-1,T4",
                "d,1,9223372036854775807,1,T4");

        assertThatThrownBy(() -> OpenbInventory.read("nodes.csv", lines))
                .isInstanceOf(InvalidInventoryException.class)
                .hasMessageContaining("nodes.csv")
                .hasMessageContaining("line 2 has 4 fields")
                .hasMessageContaining("line 3")
                .hasMessageContaining("line 4")
                .hasMessageContaining("line 5");
    }

    @Test
    void refusesAFileOfAnotherKind() {
        assertThatThrownBy(() -> OpenbInventory.read("nodes.csv", List.of("name;cpus")))
                .hasMessageContaining("the first line must be");
    }

    @Test
    void refusesANodeThatIsThereTwice() {
        List<String> lines = List.of("sn,cpu_milli,memory_mib,gpu,model", "a,1,2,1,T4", "a,1,2,1,T4");

        assertThatThrownBy(() -> OpenbInventory.read("nodes.csv", lines)).hasMessageContaining("'a' is there twice");
    }
}
