package io.isobar.broker.lifecycle;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Work of 10 hours that saves every hour. */
class SavedWorkTest {
    private static final WorkloadId ID = new WorkloadId("w-0123456789");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTES = Duration.ofMinutes(6);

    @Test
    void wholeIntervalsOfAReclaimedAttemptAreSaved() {
        var after = reclaimed(queued(new Checkpoint("s3://state", HOUR, null, null)), Duration.ofMinutes(239), 10);

        assertThat(after.saved()).isCloseTo(0.3, within(1e-9));
        assertThat(hoursLeft(after)).isCloseTo(7, within(1e-9));
        assertThat(after.state().why().message()).contains("30.0 % of the work is saved");
    }

    @Test
    void theNextAttemptGoesOnFromThereOnceItHasReadItsState() {
        var checkpoint = new Checkpoint("s3://state", HOUR, MINUTES, MINUTES);
        // Three intervals of 1 h and 6 min each; then 6 min to read, and two more of the seven hours that were left.
        var once = reclaimed(queued(checkpoint), Duration.ofMinutes(3 * 66), 10);
        var twice = reclaimed(once, Duration.ofMinutes(6 + 2 * 66), 7);

        assertThat(hoursLeft(once)).isCloseTo(7, within(1e-9));
        assertThat(hoursLeft(twice)).isCloseTo(5, within(1e-9));
    }

    @Test
    void aReclaimAfterProgressSpendsNoRetryAndOneWithoutDoes() {
        var checkpoint = new Checkpoint("s3://state", HOUR, null, null);

        assertThat(reclaimed(queued(checkpoint), Duration.ofMinutes(61), 10).retries())
                .isZero();
        assertThat(reclaimed(queued(checkpoint), Duration.ofMinutes(59), 10).retries())
                .isEqualTo(1);
    }

    @Test
    void isPlacedAnewHoweverOftenAsLongAsItGetsFurther() {
        var workload = queued(new Checkpoint("s3://state", HOUR, null, null));
        for (int i = 0; i < 8; i++) {
            workload = reclaimed(workload, HOUR, 10 - i);
        }

        assertThat(workload.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(hoursLeft(workload)).isCloseTo(2, within(1e-9));
    }

    @Test
    void theLastIntervalIsNeverTakenForDone() {
        var after = reclaimed(queued(new Checkpoint("s3://state", HOUR, null, null)), Duration.ofHours(40), 10);

        assertThat(hoursLeft(after)).isCloseTo(1, within(1e-9));
    }

    @Test
    void nothingIsSavedWithoutACheckpointOrWhereItIsNotKnownHowOften() {
        assertThat(reclaimed(queued(null), Duration.ofHours(5), 10).saved()).isZero();
        assertThat(reclaimed(queued(new Checkpoint("s3://state", null, MINUTES, null)), Duration.ofHours(5), 10)
                        .saved())
                .isZero();
    }

    @Test
    void whatWasLostWithItsRegionRanUntilItWasLastHeardOf() {
        var running = running(queued(new Checkpoint("s3://state", HOUR, null, null)), 10);
        var heard = Lifecycle.reported(
                        running, report(running, Phase.RUNNING, 2, null), NOW.plus(Duration.ofMinutes(130)))
                .workload();

        var after = Lifecycle.unknownToRegion(
                        Lifecycle.silent(heard).workload(), id(heard), NOW.plus(Duration.ofHours(9)))
                .workload();

        assertThat(hoursLeft(after)).isCloseTo(8, within(1e-9));
    }

    private static Workload queued(@Nullable Checkpoint checkpoint) {
        return Workload.accepted(ID, Specs.with(Specs.gang(1, 8, 10.0), List.of(), checkpoint), NOW);
    }

    private static double hoursLeft(Workload workload) {
        return Objects.requireNonNull(workload.remaining().work()).hours();
    }

    private static Workload running(Workload queued, double expectedHours) {
        var assignment = new Assignment(
                Pools.key("east", "a100"),
                0,
                0,
                1,
                new ReplicaShape(8, 8000, 0),
                Pools.perCard("1 CNY"),
                Money.parse("8 CNY"),
                Duration.ofMillis(Math.round(expectedHours * 3_600_000)));
        var placed = Lifecycle.place(queued, List.of(assignment), NOW).workload();
        var admitted = Lifecycle.admitted(placed, id(placed), NOW).workload();
        return Lifecycle.reported(admitted, report(admitted, Phase.RUNNING, 1, null), NOW)
                .workload();
    }

    private static Workload reclaimed(Workload queued, Duration after, double expectedHours) {
        var running = running(queued, expectedHours);
        Instant at = NOW.plus(after);
        var end = new RegionEnd(Reason.PREEMPTED, null, "reclaimed", at);
        return Lifecycle.reported(running, report(running, Phase.ENDED, 100, end), at)
                .workload();
    }

    private static Report report(Workload workload, Phase phase, long sequence, @Nullable RegionEnd end) {
        return new Report(Pools.key("east", "a100").region(), id(workload), phase, sequence, NOW, end, 1);
    }

    private static AttemptId id(Workload workload) {
        return new AttemptId(ID, workload.tries());
    }
}
