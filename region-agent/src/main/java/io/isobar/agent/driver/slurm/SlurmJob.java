package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as Slurm tells of it.
 *
 * @param reason Slurm's word for why it waits or ended so; may be empty
 * @param exitCode 0 to 255, 128 + n where a signal n ended it; null: it has none yet
 * @param startedAt null: it has not started
 * @param endedAt null: it has not ended, or it is not known when
 * @param comment what it was submitted with; may be empty
 */
public record SlurmJob(
        long id,
        JobState state,
        String reason,
        @Nullable Integer exitCode,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        String comment) {
    boolean isOver() {
        return state.stage() == JobState.Stage.OVER;
    }

    boolean waits() {
        return state.stage() == JobState.Stage.WAITS;
    }

    boolean holdsNodes() {
        return state.stage() == JobState.Stage.RUNS;
    }

    /**
     * Whether a job in accounting may be the one that was started in a folder.
     *
     * @param told where it ran, as accounting says: of one that was cancelled within seconds it knows nothing
     */
    static boolean mayHaveRunIn(Path folder, String told) {
        return told.isEmpty() || told.equals(folder.toString());
    }

    /** Of a wait status, as the system call wait gives it. */
    public static int exitCode(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
