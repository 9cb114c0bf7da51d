package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Waiting;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One hour of eight cards waits in the queue of a site for four hours when a node becomes free elsewhere. */
class LeavingAQueueTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final PoolKey QUEUE = Pools.key("hpc", "a100-queue");
    private static final PoolKey CLOUD = Pools.key("cloud", "a100");
    private static final WorkloadId ID = new WorkloadId("w-0123456789");

    private final Coordinator coordinator = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
    private final RecordedLink hpc = new RecordedLink("hpc");
    private final RecordedLink cloud = new RecordedLink("cloud");
    private final List<Command> commands = new ArrayList<>();
    private Instant now = NOW;
    private long sequence;

    private static WorkloadSpec spec(@Nullable Money valueOfTime, @Nullable Instant deadline) {
        var spec = Specs.gang(1, 8, 1.0);
        return Specs.with(
                spec, spec.placement(), new Objective(Objective.Kind.COST, valueOfTime, deadline), spec.retry());
    }

    private void turn(Event... events) {
        coordinator.turn(List.of(events), now).messages().stream()
                .filter(Outcome.Message.Send.class::isInstance)
                .map(message -> ((Outcome.Message.Send) message).command())
                .forEach(commands::add);
    }

    private Event queueReport() {
        var wait = new SiteQueue(new SiteQueue.Wait(Duration.ofHours(4), Duration.ofHours(6)));
        return new Event.PoolReported(
                hpc, Pools.queue(QUEUE, a100s("hpc", ++sequence, histogram(nodes(4, 8, 8)), "8 CNY"), wait), now);
    }

    private Event cloudReport(int freeUnits, String price) {
        PoolReport report = a100s("cloud", ++sequence, histogram(nodes(1, 8, freeUnits)), price);
        return new Event.PoolReported(cloud, report, now);
    }

    /** It enters the queue, where its site says that it starts in four hours. */
    private Attempt queued(WorkloadSpec spec, String priceElsewhere) {
        turn(
                new Event.Connected(region("hpc"), hpc),
                queueReport(),
                new Event.Synchronised(QUEUE.region(), hpc, Set.of("a100-queue"), Set.of()),
                new Event.Connected(region("cloud"), cloud),
                cloudReport(0, priceElsewhere),
                new Event.Synchronised(CLOUD.region(), cloud, Set.of("a100"), Set.of()));
        turn(new Event.Accepted(Workload.accepted(ID, spec, now)));
        var attempt = current();
        assertThat(attempt.assignment().pool()).isEqualTo(QUEUE);
        turn(new Event.Admitted(QUEUE.region(), hpc, attempt.id(), 1));
        turn(new Event.Waits(
                QUEUE.region(),
                hpc,
                attempt.id(),
                new Waiting("Slurm job 7: Resources", now.plus(Duration.ofHours(4)))));
        now = now.plusSeconds(40);
        turn(queueReport());
        return current();
    }

    private Workload workload() {
        return coordinator.workload(ID).orElseThrow();
    }

    private Attempt current() {
        return Objects.requireNonNull(workload().attempt());
    }

    private List<Reason> toldToStop() {
        return commands.stream()
                .filter(Command.Stop.class::isInstance)
                .map(command -> ((Command.Stop) command).reason())
                .toList();
    }

    private Event.Reported reported(Attempt attempt, Report.Phase phase, Report.@Nullable RegionEnd end) {
        var pool = attempt.assignment().pool();
        return new Event.Reported(
                pool.equals(QUEUE) ? hpc : cloud,
                new Report(pool.region(), attempt.id(), phase, ++sequence, now, end, 1));
    }

    private Event.Reported left(Attempt attempt) {
        return reported(
                attempt,
                Report.Phase.ENDED,
                new Report.RegionEnd(Reason.LEFT_QUEUE, null, "it left Slurm's queue", now));
    }

    private void seconds(int seconds) {
        now = now.plusSeconds(seconds);
        turn(queueReport());
    }

    @Test
    void leavesForANodeOfThePriceThatItPays() {
        var first = queued(spec(null, null), "8 CNY");
        assertThat(toldToStop()).as("no node is free").isEmpty();

        turn(cloudReport(8, "8 CNY"));
        seconds(6);

        assertThat(toldToStop()).containsExactly(Reason.LEFT_QUEUE);
        turn(left(first));
        assertThat(current().assignment().pool()).isEqualTo(CLOUD);
        assertThat(current().id().epoch()).isEqualTo(2);
        assertThat(workload().retries()).isZero();
        assertThat(workload().avoided()).isEmpty();
    }

    @Test
    void staysWhereTheNodeCostsMoreThanTheWaitIsWorth() {
        queued(spec(null, null), "9 CNY");
        turn(cloudReport(8, "9 CNY"));
        seconds(6);
        assertThat(toldToStop()).isEmpty();
    }

    @Test
    void paysForTheNodeWhatTheWaitIsWorth() {
        // 8 cards for an hour cost 64 there and 72 here; four hours of waiting are worth 12.
        queued(spec(Money.parse("3 CNY"), null), "10 CNY");
        turn(cloudReport(8, "9 CNY"));
        seconds(6);
        assertThat(toldToStop()).containsExactly(Reason.LEFT_QUEUE);
    }

    @Test
    void leavesAtAnyPriceWhereItWouldMissItsDeadline() {
        var first = queued(spec(null, NOW.plus(Duration.ofHours(8))), "20 CNY");
        turn(new Event.Waits(
                QUEUE.region(), hpc, first.id(), new Waiting("Slurm job 7: Priority", NOW.plus(Duration.ofHours(9)))));
        turn(cloudReport(8, "20 CNY"));
        seconds(6);
        assertThat(toldToStop()).containsExactly(Reason.LEFT_QUEUE);
    }

    @Test
    void staysWhereItIsAboutToStart() {
        var first = queued(spec(null, null), "8 CNY");
        turn(new Event.Waits(
                QUEUE.region(), hpc, first.id(), new Waiting("Slurm job 7: Resources", now.plusSeconds(50))));
        turn(cloudReport(8, "1 CNY"));
        seconds(6);
        assertThat(toldToStop()).isEmpty();
    }

    @Test
    void goesOnWhereItHadBegunWhenItWasToldToLeave() {
        var first = queued(spec(null, null), "8 CNY");
        turn(cloudReport(8, "8 CNY"));
        seconds(6);
        assertThat(toldToStop()).hasSize(1);

        turn(reported(first, Report.Phase.RUNNING, null));

        assertThat(workload().state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(current().id().epoch()).isEqualTo(1);
        assertThat(toldToStop()).as("nothing that runs is stopped").hasSize(1);
    }

    @Test
    void nobodyElseTakesTheNodeMeanwhileAndAnybodyMayWhenItDoesNotCome() {
        var first = queued(spec(null, null), "8 CNY");
        turn(cloudReport(8, "8 CNY"));
        seconds(6);
        var other = new WorkloadId("w-9999999999");
        var elsewhere = Specs.gang(1, 8, 1.0);
        turn(new Event.Accepted(Workload.accepted(other, elsewhere, now)));

        assertThat(poolOf(other)).isNotEqualTo(CLOUD);

        turn(left(first));
        assertThat(current().assignment().pool()).isEqualTo(CLOUD);
    }

    @Test
    void theNodeIsNotKeptForEver() {
        queued(spec(null, null), "8 CNY");
        turn(cloudReport(8, "8 CNY"));
        seconds(6);
        assertThat(coordinator.holds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.pool()).isEqualTo(CLOUD));
        seconds(31);
        assertThat(coordinator.holds()).isEmpty();
    }

    @Test
    void aCancelWinsOverIt() {
        var first = queued(spec(null, null), "8 CNY");
        turn(cloudReport(8, "8 CNY"));
        seconds(6);
        turn(new Event.Cancel(ID));
        assertThat(toldToStop()).containsExactly(Reason.LEFT_QUEUE, Reason.CANCELLED_BY_USER);
        // Whatever it does, it is to end now.
        turn(reported(first, Report.Phase.RUNNING, null));
        assertThat(toldToStop()).endsWith(Reason.CANCELLED_BY_USER);
        turn(left(first));
        assertThat(coordinator.workload(ID)).isEmpty();
    }

    private PoolKey poolOf(WorkloadId id) {
        return Objects.requireNonNull(coordinator.workload(id).orElseThrow().attempt())
                .assignment()
                .pool();
    }
}
