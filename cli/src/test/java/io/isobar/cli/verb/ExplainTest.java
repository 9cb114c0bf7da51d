package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.Plans;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.workload.v1.Difference;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.Forecast;
import io.isobar.proto.workload.v1.Hold;
import io.isobar.proto.workload.v1.Replay;
import io.isobar.proto.workload.v1.ReplayResult;
import io.isobar.proto.workload.v1.ReplayedPlace;
import io.isobar.proto.workload.v1.SilentRegion;
import io.isobar.proto.workload.v1.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void tellsWhyItWaitsWhereItStandsAndWhatWouldChangeIt() {
        workloads.explanation = ExplainResponse.newBuilder()
                .setWorkload(Records.workload(
                        "w-0123456789", WorkloadState.WORKLOAD_STATE_QUEUED, Reason.REASON_WAITING_FOR_CAPACITY, 4))
                .setDecision(Plans.refused(Reason.REASON_FRAGMENTED).getDecision())
                .setQueuePosition(3)
                .setQueueLength(17)
                .setForecast(Forecast.newBuilder()
                        .setRegion("yangtze-mixed")
                        .setPool("a100-80")
                        .setAt(Records.ago(-2_100))
                        .setAfterAttempt("w-9876543210-1")
                        .setGiveOrTake(Duration.newBuilder().setSeconds(250)))
                .setHold(Hold.newBuilder()
                        .setRegion("yangtze-mixed")
                        .setPool("a100-80")
                        .setStartsBy(Records.ago(-3_000)))
                .build();
        var run = Run.of(broker, "explain", "pangu-weather");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("is QUEUED because", "WAITING_FOR_CAPACITY", "1m30s ago", "place 3 of 17", "FRAGMENTED")
                .contains("(in 35m) in yangtze-mixed/a100-80", "w-9876543210-1 ends")
                .contains("give or take 4m10s")
                .contains("kept for it", "it starts by")
                .doesNotContain("if nobody else takes the room")
                .contains("What would change it:");
    }

    private static ExplainResponse.Builder placed() {
        return ExplainResponse.newBuilder()
                .setWorkload(Records.workload(
                        "w-0123456789", WorkloadState.WORKLOAD_STATE_RUNNING, Reason.REASON_STARTED, 4))
                .setDecision(Plans.placed().getDecision());
    }

    @Test
    void showsADecisionAsRecordedAndAsReplayed() {
        var first = Plans.candidate("yangtze-mixed", "2246400", true);
        var refused = Plans.placed().getDecision().getRefusals(0);
        workloads.explanation = placed().setReplay(Replay.newBuilder()
                        .setResult(ReplayResult.REPLAY_RESULT_DIFFERENT)
                        .setSummary("replayed with another engine or catalogue: differs: the choice is the same")
                        .addNotes("it was decided by version 1.0.0 of the broker")
                        .addPlaces(place("yangtze-mixed", "nvidia-a100-80gb").setRecordedCandidate(first))
                        .addPlaces(place("guizhou-ascend", "nvidia-a100-80gb")
                                .setRecordedCandidate(Plans.candidate("guizhou-ascend", "10", true))
                                .setReplayedCandidate(Plans.candidate("guizhou-ascend", "12.5", true))
                                .addDifferences(Difference.newBuilder()
                                        .setField("bill[COMPUTE].amount")
                                        .setRecorded("10 CNY")
                                        .setReplayed("12.5 CNY"))
                                .addDifferences(Difference.newBuilder()
                                        .setField("notes")
                                        .setReplayed("its driver is not known")))
                        .addPlaces(place("hangzhou-nv", "t4").setRecordedRefusal(refused)))
                .build();
        var run = Run.of(broker, "explain", "pangu-weather", "--replay", "--attempt", "2");

        assertThat(workloads.explained.getLast().getReplay()).isTrue();
        assertThat(workloads.explained.getLast().getEpoch()).isEqualTo(2);
        assertThat(run.out().replaceAll(" +", " "))
                .contains("POOL AS RECORDED AS REPLAYED")
                .contains("yangtze-mixed/nvidia-a100-80gb 2,246,400.00 CNY the same")
                .contains("guizhou-ascend/nvidia-a100-80gb 10.00 CNY 12.50 CNY")
                .contains("hangzhou-nv/t4 FRAGMENTED the same")
                .contains("guizhou-ascend/nvidia-a100-80gb differs:\n bill[COMPUTE].amount: 10 CNY -> 12.5 CNY")
                .contains("notes: nothing -> its driver is not known")
                .contains("note: it was decided by version 1.0.0 of the broker")
                .contains("differs: the choice is the same");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(100));
    }

    private static ReplayedPlace.Builder place(String region, String pool) {
        return ReplayedPlace.newBuilder().setRegion(region).setPool(pool);
    }

    @Test
    void saysThatABrokerOfBeforeDoesNotReplay() {
        workloads.explanation = placed().build();

        assertThat(Run.of(broker, "explain", "pangu-weather", "--replay").out())
                .contains("not replayed: this broker is older than --replay");
        assertThat(Run.of(broker, "explain", "pangu-weather").out()).doesNotContain("replayed");
        assertThat(workloads.explained.getLast().getReplay()).isFalse();
    }

    @Test
    void tellsWhyItRunsWithItsAttempts() {
        workloads.explanation = ExplainResponse.newBuilder()
                .setWorkload(Records.workload(
                        "w-0123456789", WorkloadState.WORKLOAD_STATE_RUNNING, Reason.REASON_STARTED, 4))
                .setDecision(Plans.placed().getDecision())
                .addAttempts(Records.attempt("w-0123456789", 1, AttemptState.ATTEMPT_STATE_RUNNING).toBuilder()
                        .setUnconfirmed(true))
                .addSilent(SilentRegion.newBuilder()
                        .setRegion("yangtze-mixed")
                        .setLastHeardAt(Records.ago(40))
                        .setGivenUpAt(Records.ago(-260)))
                .addSilent(SilentRegion.newBuilder()
                        .setRegion("guizhou")
                        .setWaitsBecause("its disconnect.policy is keep_running"))
                .build();
        var run = Run.of(broker, "explain", "pangu-weather");
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("region yangtze-mixed, last heard 40s ago: what it runs there is given up at ")
                .contains(
                        "region guizhou, not heard of since the broker started: it is waited for, since its disconnect");
        assertThat(run.out()).contains("* CHOSEN: yangtze-mixed", "w-0123456789-1", "UNCONFIRMED", "3s ago");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(100));
    }
}
