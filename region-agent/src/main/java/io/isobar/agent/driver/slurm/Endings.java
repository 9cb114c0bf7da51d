package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the end of a job means for the work. */
final class Endings {
    /** What job.sh ends with where its folder is not there. */
    private static final int NO_FOLDER = 78;
    /** Exit codes from here on are signals. */
    private static final int FIRST_SIGNAL = 128;

    private Endings() {}

    static WorkEnd of(SlurmJob job, AttemptFolder folder, boolean begun, Intent intent, Instant now) {
        Instant at = folder.endedAt().orElse(job.endedAt() == null ? now : job.endedAt());
        Optional<String> unlaunched = folder.unlaunched();
        if (unlaunched.isPresent()) {
            return new WorkEnd(Reason.LAUNCH_FAILED, null, unlaunched.get(), at);
        }
        Integer code = code(job, folder);
        String slurm = "Slurm's job " + job.id();
        Optional<String> unconfirmed = folder.stoppedByGuard();
        if (unconfirmed.isPresent()) {
            return unconfirmed(slurm, code, unconfirmed.get(), at);
        }
        if (folder.exitCode().orElse(-1) == 0) {
            return new WorkEnd(Reason.EXIT_ZERO, 0, "", at);
        }
        if (begun && !(intent instanceof Intent.Stop) && wasLost(folder, intent) && endedFromOutside(folder)) {
            return lost(slurm, folder.exitCode().isEmpty() ? null : code, at);
        }
        return switch (job.state()) {
            case COMPLETED, FAILED, LAUNCH_FAILED, RECONFIG_FAIL -> {
                if (!begun) {
                    yield new WorkEnd(Reason.LAUNCH_FAILED, null, notBegun(job, folder), at);
                }
                boolean silent = folder.exitCode().isEmpty() && job.state() != JobState.COMPLETED;
                yield silent && code != null && code < FIRST_SIGNAL ? lost(slurm, null, at) : exit(code, at);
            }
            case TIMEOUT ->
                new WorkEnd(Reason.TIME_LIMIT, code, slurm + " reached its time limit in the partition", at);
            case DEADLINE -> new WorkEnd(Reason.TIME_LIMIT, code, slurm + " reached a deadline set at the site", at);
            case OUT_OF_MEMORY ->
                new WorkEnd(Reason.OUT_OF_MEMORY, code, slurm + " used more memory than it asked for", at);
            case NODE_FAIL ->
                endedFromOutside(folder)
                        ? new WorkEnd(Reason.NODE_FAILED, code, slurm + " lost a node" + said(job), at)
                        : exit(code, at);
            case BOOT_FAIL ->
                new WorkEnd(Reason.LAUNCH_FAILED, null, slurm + " could not have its nodes booted" + said(job), at);
            case PREEMPTED ->
                new WorkEnd(Reason.PREEMPTED, code, slurm + " was preempted by other work of the site", at);
            case REVOKED ->
                new WorkEnd(Reason.CANCELLED_BY_REGION, code, slurm + " was revoked in favour of another cluster", at);
            case CANCELLED -> cancelled(job, code, begun, intent, at);
            default -> new WorkEnd(Reason.VANISHED, code, slurm + " is in the state " + job.state(), at);
        };
    }

    /** Also where it then ended well: what was told to end early has not done its work. */
    private static WorkEnd unconfirmed(String slurm, @Nullable Integer code, String why, Instant at) {
        return new WorkEnd(Reason.REGION_LOST, code, slurm + " was ended by its guard: " + why, at);
    }

    private static WorkEnd lost(String slurm, @Nullable Integer code, Instant at) {
        return new WorkEnd(
                Reason.NODE_FAILED,
                code,
                slurm + " was lost with its node or controller while it ran, and was not to run a second time",
                at);
    }

    private static boolean wasLost(AttemptFolder folder, Intent intent) {
        return intent instanceof Intent.KeepOut || folder.startedAgain();
    }

    /** By a signal, or without having been able to say how. */
    static boolean endedFromOutside(AttemptFolder folder) {
        return folder.exitCode().orElse(FIRST_SIGNAL) >= FIRST_SIGNAL;
    }

    private static WorkEnd cancelled(SlurmJob job, @Nullable Integer code, boolean begun, Intent intent, Instant at) {
        return switch (intent) {
            case Intent.Stop stop ->
                new WorkEnd(
                        Reason.EXIT_NON_ZERO, begun ? code : null, begun ? "" : "it was stopped before it started", at);
            case Intent.TakeBack back -> new WorkEnd(back.reason(), null, back.why(), at);
            case Intent.KeepOut keepOut -> exit(code, at);
            case Intent.Run run ->
                new WorkEnd(
                        Reason.CANCELLED_BY_REGION,
                        code,
                        "Slurm's job " + job.id() + " was cancelled at the site, not by the federation" + said(job),
                        at);
        };
    }

    private static String said(SlurmJob job) {
        return job.reason().isEmpty() ? "" : " (" + job.reason() + ")";
    }

    private static String notBegun(SlurmJob job, AttemptFolder folder) {
        String words = folder.lastWords();
        String more = !words.isEmpty()
                ? ": " + words
                : Integer.valueOf(NO_FOLDER).equals(job.exitCode())
                        ? ": its node does not see the folder " + folder.path() + "; share it under the same name"
                        : said(job);
        return "Slurm's job " + job.id() + " ended before the command began" + more;
    }

    /** Of the replica that ended badly first: the others were then killed. */
    private static @Nullable Integer code(SlurmJob job, AttemptFolder folder) {
        OptionalInt first = folder.firstBadExit();
        if (first.isPresent()) {
            return first.getAsInt();
        }
        return folder.exitCode().isPresent() ? Integer.valueOf(folder.exitCode().getAsInt()) : job.exitCode();
    }

    /**
     * Of a job that the controller does not remember.
     *
     * @param lost it was seen to run, but not to end: the controller forgot it, and ends what it does not know
     */
    static WorkEnd byFolder(AttemptFolder folder, OptionalLong job, boolean lost, Instant now) {
        Instant at = folder.endedAt().orElse(now);
        Optional<String> unlaunched = folder.unlaunched();
        if (unlaunched.isPresent()) {
            return new WorkEnd(Reason.LAUNCH_FAILED, null, unlaunched.get(), at);
        }
        int whole = folder.exitCode().orElse(1);
        int code = whole == 0 ? 0 : folder.firstBadExit().orElse(whole);
        Optional<String> unconfirmed = folder.stoppedByGuard();
        if (unconfirmed.isPresent()) {
            return unconfirmed("Slurm's job " + job.orElse(0), code, unconfirmed.get(), at);
        }
        return lost && endedFromOutside(folder) ? lost("Slurm's job " + job.orElse(0), code, at) : exit(code, at);
    }

    private static WorkEnd exit(@Nullable Integer code, Instant at) {
        if (code == null) {
            return new WorkEnd(Reason.VANISHED, null, "Slurm does not say with which exit code the job ended", at);
        }
        return code == 0
                ? new WorkEnd(Reason.EXIT_ZERO, 0, "", at)
                : new WorkEnd(Reason.EXIT_NON_ZERO, code, describe(code), at);
    }

    private static String describe(int code) {
        return code > 128 && code <= 192
                ? "the command was ended by signal " + (code - 128) + " (exit code " + code + ")"
                : "the command ended with exit code " + code;
    }

    /** It left the queue, or never came there, and no job can begin it any more. */
    static WorkEnd neverBegan(OptionalLong job, Intent intent, Instant now) {
        return switch (intent) {
            case Intent.Stop stop -> new WorkEnd(Reason.EXIT_NON_ZERO, null, "it was stopped before it started", now);
            case Intent.TakeBack back -> new WorkEnd(back.reason(), null, back.why(), now);
            case Intent.Run _, Intent.KeepOut _ ->
                new WorkEnd(
                        Reason.LAUNCH_FAILED,
                        null,
                        "Slurm's job " + job.orElse(0) + " is no longer in the queue and never began",
                        now);
        };
    }

    static WorkEnd vanished(AttemptFolder folder, OptionalLong job, Instant now) {
        Optional<String> unconfirmed = folder.stoppedByGuard();
        if (unconfirmed.isPresent()) {
            return unconfirmed("Slurm's job " + job.orElse(0), null, unconfirmed.get(), now);
        }
        return new WorkEnd(
                Reason.VANISHED,
                null,
                "Slurm knows nothing more of the job " + job.orElse(0) + ", and its script is silent",
                now);
    }
}
