package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Many at once. */
public interface CrowdContract extends OnAFederation {
    @Test
    default void runsTwentyWhereThereIsRoomForFourNeverMoreThanFourAtATime() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(runs().submit(Runs.oneCore("small", 2)).getId());
        }

        var last = federation()
                .workloads()
                .explain(ExplainRequest.newBuilder().setId(ids.getLast()).build());
        assertThat(last.getWorkload().getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_QUEUED);
        assertThat(last.getDecision().getDominantReason()).isEqualTo(Reason.REASON_INSUFFICIENT_CAPACITY);
        assertThat(last.getQueuePosition()).isPositive();

        for (var id : ids) {
            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        }
        assertThat(mostAtATime(runs().attempts("small"))).isEqualTo(Federation.SMALL);
    }

    @Test
    default void runsAnImageThatBringsItsOwnCommand() {
        var image = Variant.newBuilder().setStack("cpu").setImage("example/solver:1");
        var spec = Runs.oneCore("large", 0.2).toBuilder().clearVariants().addVariants(image);

        var id = runs().submit(spec.build()).getId();

        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
    }

    /** 200, or as many as the system property {@code isobar.soak} says. */
    @Test
    default void runsHundredsOfShortOnesOnceEach() throws Exception {
        int count = Integer.getInteger("isobar.soak", 200);
        var ids = new ArrayList<String>();
        try (var users = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tasks.add(() -> runs().submit(Runs.oneCore("large", 0.2)).getId());
            }
            for (var task : users.invokeAll(tasks)) {
                ids.add(task.get());
            }
        }

        assertThat(new HashSet<>(ids)).hasSize(count);
        for (var id : ids) {
            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        }
        var ran = new AgentRecords(federation().simulatedLog());
        for (var id : ids) {
            assertThat(ran.startsOf(id)).as("starts of %s, by its agent", id).isEqualTo(1);
            assertThat(ran.endsOf(id)).as("ends of %s, by its agent", id).isEqualTo(1);
        }
    }

    /** By what the region said of their starts and ends. */
    private static int mostAtATime(List<Attempt> attempts) {
        var changes = new TreeMap<Instant, Integer>();
        for (var attempt : attempts) {
            if (attempt.hasStartedAt() && attempt.hasEndedAt()) {
                changes.merge(time(attempt.getStartedAt()), 1, Integer::sum);
                changes.merge(time(attempt.getEndedAt()), -1, Integer::sum);
            }
        }
        int now = 0;
        int most = 0;
        for (int change : changes.values()) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    private static Instant time(Timestamp stamp) {
        return Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
    }
}
