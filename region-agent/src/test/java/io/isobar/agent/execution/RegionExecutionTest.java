package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the reservation to the end, and until it is forgotten. */
class RegionExecutionTest extends RegionFixture {
    @Test
    void writesDownBeforeItStarts() {
        launch(order("w", 1));

        assertThat(actions).hasSize(1).first().isInstanceOf(Effects.Action.Start.class);
        assertThat(journal.attempt(id("w", 1)).state()).isInstanceOf(AttemptState.Starting.class);
        assertThat(journal.wasForced()).isTrue();
    }

    @Test
    void startsOnceThoughLaunchIsRepeated() {
        launch(order("w", 1));

        launch(order("w", 1));

        assertThat(actions).isEmpty();
        assertThat(news().state()).isInstanceOf(AttemptState.Starting.class);
        assertThat(freeUnits()).isEqualTo(24);
    }

    @Test
    void answersARepeatedReservationWithTheSameAdmission() {
        reserve(order("w", 1));
        reserve(order("w", 1));

        assertThat(messages).hasSize(1).first().isInstanceOf(RegionMessage.AdmittedNews.class);
        assertThat(freeUnits()).isEqualTo(24);
    }

    @Test
    void givesAHoldUpWhenItsTimeIsOver() {
        reserve(order("w", 1));
        assertThat(execution.nextDue()).contains(now.plusSeconds(30));

        tick(Duration.ofSeconds(29));
        assertThat(messages).isEmpty();
        tick(Duration.ofSeconds(1));

        assertThat(endReason()).isEqualTo(Reason.START_DEADLINE);
        assertThat(freeUnits()).isEqualTo(32);
        launch(order("w", 1));
        assertThat(actions).isEmpty();
        assertThat(endReason()).isEqualTo(Reason.START_DEADLINE);
    }

    @Test
    void admitsAgainOnLaunchWhatItForgot() {
        launch(order("w", 1));

        assertThat(freeUnits()).isEqualTo(24);
        assertThat(actions).hasSize(1);
    }

    @Test
    void refusesALaunchThatDoesNotFit() {
        launch(order("w", 1, 5, null));

        assertThat(refusalReason()).isEqualTo(Reason.INSUFFICIENT_CAPACITY);
        assertThat(actions).isEmpty();
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void refusesWhatTheDriverDoesNotTake() {
        vetting = Optional.of(new Refusal(Reason.IMAGE_UNSUPPORTED, "no images"));

        reserve(order("w", 1));

        assertThat(refusalReason()).isEqualTo(Reason.IMAGE_UNSUPPORTED);
        assertThat(freeUnits()).isEqualTo(32);
    }

    @Test
    void followsAnAttemptToItsEndAndGivesItsCapacityBack() {
        run("w", 1);
        assertThat(execution.runningAttempts()).isEqualTo(1);
        long sequence = news().sequence();

        end("w", 1, Reason.EXIT_NON_ZERO, 7);

        assertThat(endReason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(news().sequence()).isEqualTo(sequence + 1);
        assertThat(news().state().runningSince()).isEqualTo(T0);
        assertThat(execution.runningAttempts()).isZero();
        assertThat(freeUnits()).isEqualTo(32);
        end("w", 1, Reason.EXIT_ZERO, 0);
        assertThat(messages).isEmpty();
    }

    @Test
    void keepsWhatEndedUntilItMayForgetIt() {
        run("w", 1);
        apply(new BrokerCommand.Forget(id("w", 1)));
        assertThat(actions).isEmpty();
        end("w", 1, Reason.EXIT_ZERO, 0);

        apply(new BrokerCommand.ReportAll(7));
        assertThat(((RegionMessage.FullReport) messages.getFirst()).attempts()).hasSize(1);
        apply(new BrokerCommand.Forget(id("w", 1)));

        assertThat(actions).containsExactly(new Effects.Action.Forget(id("w", 1)));
        assertThat(journal.isEmpty()).isTrue();
        apply(new BrokerCommand.ReportAll(8));
        assertThat(((RegionMessage.FullReport) messages.getFirst()).attempts()).isEmpty();
        launch(order("w", 1));
        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
    }

    @Test
    void takesOverEverythingAfterARestart() {
        reserve(order("held", 1));
        launch(order("starting", 1));
        run("running", 1);
        run("stopping", 1);
        apply(new BrokerCommand.Stop(id("stopping", 1), 1, Reason.PREEMPTED));
        long sequence = news().sequence();

        List<KnownWork> known = restart();

        assertThat(known)
                .extracting(work -> work.work().id().value())
                .containsExactlyInAnyOrder("starting-1", "running-1", "stopping-1");
        assertThat(actions).containsExactly(new Effects.Action.Stop(id("stopping", 1), Duration.ofSeconds(5)));
        assertThat(freeUnits()).isZero();
        end("stopping", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(news().sequence()).isGreaterThan(sequence + 1);
        assertThat(freeUnits()).isEqualTo(8);
    }
}
