package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.LaunchOrders;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.execution.RegionMessage.AttemptNews;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegionExecutionTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

    private final MemoryJournal journal = new MemoryJournal();
    private final List<Effects.Action> actions = new ArrayList<>();
    private final List<RegionMessage> messages = new ArrayList<>();
    private Optional<Refusal> vetting = Optional.empty();
    private Duration sinceBoot = Duration.ofHours(1);
    private final Lease lease = new Lease(() -> sinceBoot);
    private RegionExecution execution = fresh();
    private Instant now = T0;

    private RegionExecution fresh() {
        AdmissionBook book = new AdmissionBook(0);
        book.look(Orders.INVENTORY);
        return new RegionExecution(book, any -> vetting, new RegionCounters(), lease);
    }

    private List<KnownWork> restart() {
        execution = fresh();
        List<KnownWork> known = execution.recover(journal.open());
        Effects effects = new Effects();
        execution.resume(now, effects);
        take(effects);
        return known;
    }

    private void apply(BrokerCommand command) {
        input(new RegionInput.FromBroker(command));
    }

    private void apply(WorkEvent event) {
        input(new RegionInput.FromDriver(event));
    }

    private void input(RegionInput input) {
        Effects effects = new Effects();
        execution.apply(input, now, effects);
        take(effects);
    }

    private void tick(Duration later) {
        now = now.plus(later);
        Effects effects = new Effects();
        execution.tick(now, effects);
        take(effects);
    }

    private void take(Effects effects) {
        journal.commit(effects.records(), effects.force());
        actions.clear();
        actions.addAll(effects.actions());
        messages.clear();
        messages.addAll(effects.messages());
    }

    private void reserve(LaunchOrder order) {
        apply(new BrokerCommand.Reserve(order, now.plusSeconds(30)));
    }

    private void launch(LaunchOrder order) {
        apply(new BrokerCommand.Launch(order, now.plusSeconds(30)));
    }

    private void run(String workload, long epoch) {
        launch(order(workload, epoch));
        apply(new WorkEvent.Running(id(workload, epoch), now));
    }

    private void end(String workload, long epoch, Reason reason, int code) {
        apply(new WorkEvent.Ended(id(workload, epoch), new WorkEnd(reason, code, "", now)));
    }

    private AttemptNews news() {
        return messages.stream()
                .filter(AttemptNews.class::isInstance)
                .map(AttemptNews.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Reason endReason() {
        return ((AttemptState.Ended) news().state()).end().reason();
    }

    private Reason refusalReason() {
        return messages.stream()
                .filter(RegionMessage.RefusedNews.class::isInstance)
                .map(message -> ((RegionMessage.RefusedNews) message).refusal().reason())
                .findFirst()
                .orElseThrow();
    }

    private long freeUnits() {
        Effects effects = new Effects();
        execution.apply(new RegionInput.FromBroker(new BrokerCommand.ReportAll(1)), now, effects);
        return ((RegionMessage.FullReport) effects.messages().getFirst())
                .pools()
                .getFirst()
                .capacity()
                .freeUnits();
    }

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

    @Test
    void keepsANewerAttemptWaitingOverARestart() {
        run("w", 1);
        launch(order("w", 2));

        List<KnownWork> known = restart();

        assertThat(known).extracting(work -> work.work().id().value()).containsExactly("w-1");
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(actions).hasSize(1).first().isInstanceOf(Effects.Action.Start.class);
    }

    private void leaseOf(long seconds) {
        lease.agree(new Lease.Terms(Duration.ofSeconds(seconds), Duration.ofSeconds(2), 0), sinceBoot);
    }

    @Test
    void stopsWhatNobodyConfirmsAndNothingThatIsToKeepRunning() {
        leaseOf(60);
        run("w", 1);
        launch(LaunchOrders.keeping(order("k", 1)));
        apply(new WorkEvent.Running(id("k", 1), now));
        sinceBoot = sinceBoot.plusSeconds(59);
        tick(Duration.ofSeconds(59));
        assertThat(actions).isEmpty();

        sinceBoot = sinceBoot.plusSeconds(1);
        tick(Duration.ofSeconds(1));

        assertThat(actions).containsExactly(new Effects.Action.Stop(id("w", 1), Duration.ofSeconds(2)));
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(endReason()).isEqualTo(Reason.REGION_LOST);
        tick(Duration.ofSeconds(1));
        assertThat(actions).isEmpty();
    }

    @Test
    void startsNothingWhileItsLeaseIsOverAndTheSameNeverAfterwards() {
        leaseOf(60);
        reserve(order("w", 1));
        sinceBoot = sinceBoot.plusSeconds(60);
        launch(order("w", 1));
        assertThat(actions).isEmpty();
        assertThat(endReason()).isEqualTo(Reason.REGION_LOST);
        launch(order("other", 1));
        assertThat(refusalReason()).isEqualTo(Reason.REGION_LOST);
        tick(Duration.ofSeconds(1));

        leaseOf(60);
        run("v", 1);
        assertThat(actions).isEmpty();
        assertThat(news().state()).isInstanceOf(AttemptState.Running.class);
    }

    @Test
    void whatItStoppedUnconfirmedIsNotStartedAgainByALateLaunch() {
        leaseOf(60);
        run("w", 1);
        sinceBoot = sinceBoot.plusSeconds(60);
        tick(Duration.ofSeconds(60));
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        apply(new BrokerCommand.Forget(id("w", 1)));
        leaseOf(60);

        launch(order("w", 1));

        assertThat(actions).isEmpty();
        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
    }
}
