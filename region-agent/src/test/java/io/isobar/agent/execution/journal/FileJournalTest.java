package io.isobar.agent.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.execution.Attempt;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.execution.JournalContents;
import io.isobar.agent.execution.JournalRecord;
import io.isobar.agent.execution.Orders;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Instant T = Instant.parse("2026-11-01T10:20:30.123456789Z");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("journal");
    }

    private static Attempt attempt(String workload, AttemptState state, long sequence) {
        LaunchOrder order = Orders.order(workload, 3, 2, Duration.ofHours(1));
        Placement placement = new Placement(order.demand(), List.of(new NodeName("a"), new NodeName("b")));
        return new Attempt(new Work(order, placement), state, sequence);
    }

    private static JournalRecord put(String workload, AttemptState state, long sequence) {
        return new JournalRecord.Put(attempt(workload, state, sequence));
    }

    private JournalContents reopened() throws IOException {
        try (FileJournal journal = new FileJournal(file, 1 << 20)) {
            return journal.open();
        }
    }

    private void write(JournalRecord... records) throws IOException {
        try (FileJournal journal = new FileJournal(file, 1 << 20)) {
            journal.open();
            for (JournalRecord entry : records) {
                journal.commit(List.of(entry), true);
            }
        }
    }

    @Test
    void givesBackEveryStateAsItWasWritten() throws IOException {
        List<AttemptState> states = List.of(
                new AttemptState.Held(T),
                new AttemptState.Starting(T),
                new AttemptState.Running(T),
                new AttemptState.Stopping(T, Reason.PREEMPTED),
                new AttemptState.Stopping(null, Reason.STALE_EPOCH),
                new AttemptState.Ended(T, new WorkEnd(Reason.EXIT_NON_ZERO, 137, "killed – ☠", T)),
                new AttemptState.Ended(
                        T, new WorkEnd(Reason.EXIT_ZERO, 0, "", T, new WorkProgress(1_234, 5_000L, T.minusSeconds(7)))),
                new AttemptState.Ended(
                        null, new WorkEnd(Reason.TIME_LIMIT, null, "late", T, new WorkProgress(0, null, T))),
                new AttemptState.Ended(null, new WorkEnd(Reason.LAUNCH_FAILED, null, "", T)));
        for (int i = 0; i < states.size(); i++) {
            write(put("w" + i, states.get(i), i));
        }

        JournalContents contents = reopened();

        assertThat(contents.attempts()).hasSize(states.size());
        for (int i = 0; i < states.size(); i++) {
            assertThat(contents.attempts()).contains(attempt("w" + i, states.get(i), i));
        }
    }

    @Test
    void givesBackTheLastStateAndNothingThatWasErased() throws IOException {
        write(
                put("a", new AttemptState.Held(T), 0),
                put("b", new AttemptState.Held(T), 0),
                put("a", new AttemptState.Running(T), 2),
                new JournalRecord.Erase(Orders.id("b", 3)),
                new JournalRecord.Fence(new WorkloadId("b"), 4));

        JournalContents contents = reopened();

        assertThat(contents.attempts()).containsExactly(attempt("a", new AttemptState.Running(T), 2));
        assertThat(contents.fences()).containsEntry(new WorkloadId("b"), 4L);
        assertThat(reopened()).isEqualTo(contents);
    }

    @Test
    void cutsOffATornEndWhereverItIs() throws IOException {
        write(put("a", new AttemptState.Held(T), 0), put("b", new AttemptState.Held(T), 0));
        byte[] whole = Files.readAllBytes(file);
        long afterFirst = lengthAfterOne();

        for (long length = afterFirst; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, (int) length));
            assertThat(reopened().attempts())
                    .as("cut at %s of %s", length, whole.length)
                    .containsExactly(attempt("a", new AttemptState.Held(T), 0));
        }
    }

    private long lengthAfterOne() throws IOException {
        Path other = folder.resolve("one");
        try (FileJournal journal = new FileJournal(other, 1 << 20)) {
            journal.open();
            journal.commit(List.of(put("a", new AttemptState.Held(T), 0)), true);
        }
        return Files.size(other);
    }

    @Test
    void refusesAJournalThatIsDamagedBeforeItsEnd() throws IOException {
        write(put("a", new AttemptState.Held(T), 0), put("b", new AttemptState.Held(T), 0));
        byte[] bytes = Files.readAllBytes(file);
        bytes[40] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(this::reopened)
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("damaged at byte 8");
    }

    @Test
    void refusesAFileThatIsNoJournal() throws IOException {
        Files.writeString(file, "something else entirely");

        assertThatThrownBy(this::reopened)
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("not a journal");
    }

    @Test
    void staysSmallHoweverMuchIsWritten() throws IOException {
        Random random = new Random(5);
        try (FileJournal journal = new FileJournal(file, 64 << 10)) {
            journal.open();
            for (int i = 0; i < 20_000; i++) {
                String workload = "w" + random.nextInt(20);
                journal.commit(List.of(put(workload, new AttemptState.Running(T), i)), false);
            }
            assertThat(Files.size(file)).isLessThan(128 << 10);
        }

        assertThat(reopened().attempts()).hasSize(20);
    }

    @Test
    void losesNothingWhenItIsUsedOnAfterATornEnd() throws IOException {
        write(put("a", new AttemptState.Held(T), 0));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 3));

        write(put("b", new AttemptState.Held(T), 0));

        assertThat(reopened().attempts()).hasSize(2);
    }
}
