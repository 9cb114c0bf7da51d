package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of two attempts of a workload only the newer may run, and not before the older has ended. */
class NewerAttemptTest extends RegionFixture {
    @Test
    void refusesAnOlderEpochThanItLaunched() {
        run("w", 5);

        reserve(order("w", 4));
        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
        launch(order("w", 4));

        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
        assertThat(actions).isEmpty();
    }

    @Test
    void startsANewerAttemptOnlyWhenTheOlderHasEnded() {
        run("w", 1);

        launch(order("w", 2));
        assertThat(actions).containsExactly(new Effects.Action.Stop(id("w", 1), Duration.ofSeconds(5)));

        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(endReason()).isEqualTo(Reason.STALE_EPOCH);
        assertThat(actions)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        Effects.Action.Start.class,
                        start -> assertThat(start.work().id()).isEqualTo(id("w", 2)));
    }

    @Test
    void endsAnOlderHoldWhenANewerIsLaunched() {
        reserve(order("w", 1));

        launch(order("w", 2));

        assertThat(actions).hasSize(1).first().isInstanceOf(Effects.Action.Start.class);
        assertThat(journal.attempt(id("w", 1)).hasEnded()).isTrue();
        assertThat(freeUnits()).isEqualTo(24);
    }

    @Test
    void stopsAnAttemptThatWaitsForAnOlderWithoutTheDriver() {
        run("w", 1);
        launch(order("w", 2));

        apply(new BrokerCommand.Stop(id("w", 2), 2, Reason.CANCELLED_BY_USER));

        assertThat(endReason()).isEqualTo(Reason.CANCELLED_BY_USER);
        assertThat(actions).isEmpty();
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(actions).isEmpty();
    }

    @Test
    void keepsANewerAttemptWaitingOverARestart() {
        run("w", 1);
        launch(order("w", 2));

        List<KnownWork> known = restart();

        assertThat(known).extracting(work -> work.work().id().value()).containsExactly("w-1");
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(actions).hasSize(1).first().isInstanceOf(Effects.Action.Start.class);
    }
}
