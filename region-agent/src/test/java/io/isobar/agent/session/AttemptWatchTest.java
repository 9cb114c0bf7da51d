package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.proto.execution.v1.ProgressReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttemptWatchTest {
    private static final AttemptId ONE = new AttemptId("w-1-1");
    private static final AttemptId TWO = new AttemptId("w-2-1");

    private final Map<AttemptId, WorkProgress> running = new HashMap<>();
    private final List<ProgressReport> told = new ArrayList<>();
    private long session = 1;
    private final AttemptWatch<WorkProgress> watch = new AttemptWatch<>(
            () -> running, () -> session, (attempt, said) -> told.add(MessageWriter.write(attempt, said)));

    @Test
    void tellsWhatHasChanged() {
        running.put(ONE, progress(1));
        running.put(TWO, progress(1));
        watch.look();
        told.clear();

        running.put(TWO, progress(2));
        watch.look();
        watch.look();

        assertThat(told).singleElement().satisfies(report -> {
            assertThat(report.getAttemptId()).isEqualTo(TWO.value());
            assertThat(report.getProgress().getSteps()).isEqualTo(2);
            assertThat(report.getProgress().getTotalSteps()).isEqualTo(10);
            assertThat(report.getProgress().hasStepsPerSecond()).isFalse();
        });
    }

    @Test
    void tellsAllOfItOnceInEachSession() {
        running.put(ONE, progress(1));
        watch.look();
        session++;
        watch.look();
        watch.look();

        assertThat(told).extracting(ProgressReport::getAttemptId).containsExactly(ONE.value(), ONE.value());
    }

    @Test
    void tellsNothingBeforeTheFirstSession() {
        session = 0;
        running.put(ONE, progress(1));
        watch.look();
        assertThat(told).isEmpty();

        session = 1;
        watch.look();
        assertThat(told).hasSize(1);
    }

    private static WorkProgress progress(long steps) {
        return new WorkProgress(steps, 10L, Instant.EPOCH);
    }
}
