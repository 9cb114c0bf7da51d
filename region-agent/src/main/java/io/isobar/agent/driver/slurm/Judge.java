package io.isobar.agent.driver.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * Concludes from the jobs of an attempt, as Slurm tells of them, and from the attempt's folder. Whether a run has begun is decided by
 * its claim alone, which a job and the agent can take only once between them: so nothing is started twice, whatever was lost on the way
 * and whatever Slurm starts again.
 */
final class Judge {
    /**
     * What is looked at.
     *
     * @param run the newest submission
     * @param jobs of the attempt, of all its submissions
     * @param ran whether it was seen to hold nodes since the agent started
     * @param pulses whether the script was heard of lately
     * @param accounted asks accounting for a job
     */
    record Sight(
            AttemptFolder folder,
            int run,
            List<SlurmJob> jobs,
            BooleanSupplier pulses,
            boolean ran,
            Intent intent,
            LongFunction<Optional<SlurmJob>> accounted,
            Instant now) {}

    private Judge() {}

    /** Throws {@link SlurmUnavailableException} where it must ask and gets no answer. */
    static Verdict judge(Sight sight) {
        List<Long> old = sight.jobs().stream()
                .filter(job -> !job.isOver() && runOf(job) < sight.run())
                .map(SlurmJob::id)
                .toList();
        if (!old.isEmpty()) {
            return new Verdict.Remove(old);
        }
        Optional<SlurmJob> job = sight.jobs().stream()
                .filter(one -> runOf(one) == sight.run())
                .max(Comparator.comparing((SlurmJob one) -> one.holdsNodes())
                        .thenComparing(SlurmJob::waits)
                        .thenComparingLong(SlurmJob::id));
        return job.isPresent() ? judge(sight, job.get()) : gone(sight);
    }

    private static int runOf(SlurmJob job) {
        return OwnerMark.parse(job.comment()).map(OwnerMark::run).orElse(-1);
    }

    private static Verdict judge(Sight sight, SlurmJob job) {
        AttemptFolder folder = sight.folder();
        if (job.holdsNodes()) {
            return folder.allStarted() && folder.unlaunched().isEmpty()
                    ? new Verdict.Runs(folder.startedAt().orElse(sight.now()))
                    : new Verdict.Undecided();
        }
        boolean begun = folder.begun(sight.run());
        boolean liesInQueue = job.waits();
        if (liesInQueue && !begun) {
            return new Verdict.Waits(job, job.reason());
        }
        if (begun && folder.exitCode().isEmpty() && sight.pulses().getAsBoolean() && (liesInQueue || mayRunOn(job))) {
            return new Verdict.Undecided();
        }
        return liesInQueue
                ? new Verdict.Remove(List.of(job.id()))
                : new Verdict.Over(Endings.of(job, folder, begun, sight.intent(), sight.now()));
    }

    /**
     * Slurm gave it up without having seen its processes end, or speaks of another start: a script that ends of its own accord writes
     * down its exit code first.
     */
    private static boolean mayRunOn(SlurmJob job) {
        return switch (job.state()) {
            case NODE_FAIL, FAILED, COMPLETED, LAUNCH_FAILED -> true;
            default -> false;
        };
    }

    /** The controller remembers no job of the attempt. */
    private static Verdict gone(Sight sight) {
        AttemptFolder folder = sight.folder();
        OptionalLong known = folder.submitted(sight.run());
        if (!folder.begun(sight.run())) {
            if (!giveUp(folder, sight.run())) {
                return new Verdict.Undecided();
            }
            return known.isEmpty() && !sight.intent().ends()
                    ? new Verdict.Resubmit()
                    : new Verdict.Over(Endings.neverBegan(known, sight.intent(), sight.now()));
        }
        // Which of the site's hands ended it, only accounting knows.
        Optional<SlurmJob> accounted = known.isPresent() && Endings.endedFromOutside(folder)
                ? sight.accounted().apply(known.getAsLong())
                : Optional.empty();
        if (accounted.filter(SlurmJob::isOver).isPresent()) {
            return new Verdict.Over(Endings.of(accounted.get(), folder, true, sight.intent(), sight.now()));
        }
        if (folder.exitCode().isPresent()) {
            return new Verdict.Over(Endings.byFolder(
                    folder, known, sight.ran() && !(sight.intent() instanceof Intent.Stop), sight.now()));
        }
        return sight.pulses().getAsBoolean()
                ? new Verdict.Undecided()
                : new Verdict.Over(Endings.vanished(folder, known, sight.now()));
    }

    private static boolean giveUp(AttemptFolder folder, int run) {
        try {
            return folder.giveUp(run);
        } catch (IOException e) {
            throw new UncheckedIOException("the claim of run " + run + " in " + folder.path() + " cannot be taken", e);
        }
    }
}
