package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.GangRule;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who goes first. */
public interface LineContract extends OnAFederation {
    @Test
    default void whatCountsMoreTakesThePlaceOfWhatCountsLessWhichRunsAgainAfterwards() {
        int cores = Runtime.getRuntime().availableProcessors();
        var all = Resources.newBuilder().setMillicpus(Range.newBuilder().setMinimum(1_000L * cores));
        var usual = runs().submit(Runs.command("local", "sleep", "3600").toBuilder()
                        .setResources(all)
                        .build())
                .getId();
        runs().awaitState(usual, WorkloadState.WORKLOAD_STATE_RUNNING);

        var urgent = runs().submit(Runs.command("local", "echo", "urgent").toBuilder()
                        .setResources(all)
                        .setPriority(10)
                        .build())
                .getId();

        assertThat(runs().awaitEnd(urgent).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        var again = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> runs().get(usual),
                        workload -> workload.getAttempts() == 2
                                && workload.getState() == WorkloadState.WORKLOAD_STATE_RUNNING);
        assertThat(again.getAttempt().getId()).isEqualTo(usual + "-2");
        var first = explain(usual).getAttempts(0);
        assertThat(first.getReason()).isEqualTo(Reason.REASON_PREEMPTED);
        assertThat(first.getMessage()).contains("made room for " + urgent);
        runs().cancel(usual);
        runs().awaitEnd(usual);
    }

    @Test
    default void aGangIsNotKeptWaitingByWorkThatComesLaterAndEndsLater() {
        var running = new ArrayList<String>();
        for (int i = 0; i < Federation.SMALL - 1; i++) {
            running.add(runs().submit(Runs.oneCore("small", 30)).getId());
        }
        running.forEach(id -> runs().awaitState(id, WorkloadState.WORKLOAD_STATE_RUNNING));
        var gang = runs().submit(Runs.oneCore("small", 1).toBuilder()
                        .setReplicas(Federation.SMALL)
                        .setGang(GangRule.newBuilder().setMinimum(Federation.SMALL))
                        .build())
                .getId();
        var late = runs().submit(Runs.oneCore("small", 100)).getId();
        var early = runs().submit(Runs.oneCore("small", 1)).getId();

        assertThat(runs().awaitEnd(early).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(runs().get(gang).getState())
                .as("the gang, when what ends before it starts has ended")
                .isEqualTo(WorkloadState.WORKLOAD_STATE_QUEUED);
        assertThat(explain(gang).getHold().getRegion()).isEqualTo("small");
        assertThat(explain(gang).getHold().hasStartsBy()).isTrue();
        assertThat(runs().get(late).getReason()).isEqualTo(Reason.REASON_HELD_FOR_ANOTHER);

        running.forEach(runs()::cancel);
        assertThat(runs().awaitEnd(gang).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        runs().awaitState(late, WorkloadState.WORKLOAD_STATE_RUNNING);
        runs().cancel(late);
        runs().awaitEnd(late);
    }

    private ExplainResponse explain(String id) {
        return runs().explainedAgain(id);
    }
}
