package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told to stop, to leave a queue, or has run for too long. */
class RegionStopTest extends RegionFixture {
    @Test
    void stopsWithTheReasonItWasToldAndTheCodeItEndedBy() {
        run("w", 1);
        apply(new BrokerCommand.Stop(id("w", 1), 1, Reason.CANCELLED_BY_USER));
        assertThat(actions).containsExactly(new Effects.Action.Stop(id("w", 1), Duration.ofSeconds(5)));
        assertThat(news().state()).isInstanceOf(AttemptState.Stopping.class);

        apply(new BrokerCommand.Stop(id("w", 1), 1, Reason.CANCELLED_BY_USER));
        assertThat(actions).isEmpty();
        end("w", 1, Reason.EXIT_NON_ZERO, 143);

        assertThat(endReason()).isEqualTo(Reason.CANCELLED_BY_USER);
        assertThat(((AttemptState.Ended) news().state()).end().exitCode()).isEqualTo(143);
    }

    @Test
    void leavesItToTheDriverWhetherWhatShouldLeaveAQueueHasBegun() {
        reserve(order("w", 1));
        launch(order("w", 1));

        apply(new BrokerCommand.LeaveQueue(id("w", 1), 1));

        assertThat(actions).containsExactly(new Effects.Action.LeaveQueue(id("w", 1)));
        assertThat(messages).as("it is not known yet").isEmpty();
        end("w", 1, Reason.LEFT_QUEUE, 0);
        assertThat(endReason()).isEqualTo(Reason.LEFT_QUEUE);
        run("w", 2);
        apply(new BrokerCommand.LeaveQueue(id("w", 2), 2));
        assertThat(actions).isEmpty();
        assertThat(news().state()).as("it says so").isInstanceOf(AttemptState.Running.class);
    }

    @Test
    void endsAHoldThatIsStoppedAtOnce() {
        reserve(order("w", 1));

        apply(new BrokerCommand.Stop(id("w", 1), 1, Reason.PREEMPTED));

        assertThat(endReason()).isEqualTo(Reason.PREEMPTED);
        assertThat(actions).isEmpty();
        assertThat(freeUnits()).isEqualTo(32);
    }

    @Test
    void answersAStopOfWhatItDoesNotKnowAndNeverStartsItLater() {
        apply(new BrokerCommand.Stop(id("w", 2), 2, Reason.CANCELLED_BY_USER));
        assertThat(endReason()).isEqualTo(Reason.CANCELLED_BY_USER);
        assertThat(news().pool()).isNull();
        assertThat(news().sequence()).isPositive();

        restart();
        launch(order("w", 2));

        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
        launch(order("w", 3));
        assertThat(actions).hasSize(1);
    }

    @Test
    void stopsWhatRunsLongerThanItsLimitAlsoOverARestart() {
        launch(order("w", 1, 1, Duration.ofMinutes(10)));
        apply(new WorkEvent.Running(id("w", 1), now));
        now = now.plusSeconds(300);
        List<KnownWork> known = restart();
        assertThat(known).hasSize(1);

        tick(Duration.ofSeconds(299));
        assertThat(actions).isEmpty();
        tick(Duration.ofSeconds(1));

        assertThat(actions).hasSize(1).first().isInstanceOf(Effects.Action.Stop.class);
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(endReason()).isEqualTo(Reason.TIME_LIMIT);
    }
}
