package io.isobar.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.agent.execution.Orders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaunchOrderTest {
    private static LaunchOrder order(List<String> command, @Nullable String image) {
        LaunchOrder usual = Orders.order("w-a", 1);
        return new LaunchOrder(
                usual.key(),
                usual.workloadName(),
                usual.tenant(),
                command,
                image,
                usual.environment(),
                usual.stack(),
                usual.demand(),
                usual.stopGrace(),
                usual.timeLimit(),
                usual.expectedRunTime());
    }

    @Test
    void anImageMayBringItsOwnCommand() {
        assertThat(order(List.of(), "example/train:1").command()).isEmpty();
    }

    @Test
    void withoutAnImageThereMustBeACommand() {
        assertThatThrownBy(() -> order(List.of(), null)).hasMessageContaining("neither a command nor an image");
        assertThat(order(List.of("true"), null).command()).containsExactly("true");
    }

    @Test
    void aCommandIsBounded() {
        assertThatThrownBy(() -> order(List.of("x".repeat(200_000)), null)).hasMessageContaining("200000");
        assertThatThrownBy(() -> order(List.of("a\0b"), null)).hasMessageContaining("NUL");
    }
}
