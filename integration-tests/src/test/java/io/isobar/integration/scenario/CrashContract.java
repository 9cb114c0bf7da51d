package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Work outlives the death of every part: it finishes once, and its output is whole. */
public interface CrashContract extends OnAFederation {
    @Test
    default void finishesOnceAndWholeWhereItsAgentDies() {
        survives(federation()::crashAgent);
    }

    @Test
    default void finishesOnceAndWholeWhereTheBrokerDies() {
        survives(federation()::crashBroker);
    }

    @Test
    default void finishesOnceAndWholeWhereDatabaseAndThenKafkaDie() {
        survives(() -> {
            federation().crashPostgres();
            federation().crashKafka();
        });
    }

    @Test
    default void losesNoSubmissionThatWasAnsweredBeforeTheDatabaseDied() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            ids.add(runs().submit(Runs.oneCore("large", 0.5)).getId());
        }

        federation().crashPostgres();

        for (var id : ids) {
            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        }
        runs().awaitAllLinksGood();
    }

    private void survives(Runnable crash) {
        // The witness counts starts: it is written by every one, in the same working folder.
        var script = "echo begin >> witness; for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.5; done; cat witness";
        var id = runs().submit(Runs.command("local", "sh", "-c", script)).getId();
        runs().awaitState(id, WorkloadState.WORKLOAD_STATE_RUNNING);

        crash.run();

        var over = runs().awaitEnd(id);
        assertThat(over.getState()).as(over.toString()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .untilAsserted(() -> assertThat(runs().output(id).lines())
                        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "begin"));
        runs().awaitAllLinksGood();
    }
}
