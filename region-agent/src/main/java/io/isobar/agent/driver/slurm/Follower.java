package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkWait;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Does for an attempt what follows from a look at the queue. */
final class Follower {
    /** Submissions of one attempt that Slurm did not answer. */
    private static final int MAX_UNANSWERED = 5;
    /** Beats that a script may miss before it counts as silent, as in job.sh: a network file system may show old files for a minute. */
    static final int MISSED_BEATS = 9;

    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private final InstantSource clock;
    private final Submissions submissions;
    private final Tidings tidings;
    private final QueueWaits queues;

    Follower(
            SlurmCommands slurm,
            SlurmSettings settings,
            InstantSource clock,
            Submissions submissions,
            Tidings tidings,
            QueueWaits queues) {
        this.queues = queues;
        this.slurm = slurm;
        this.settings = settings;
        this.clock = clock;
        this.submissions = submissions;
        this.tidings = tidings;
    }

    /**
     * Considers one attempt.
     *
     * @param jobs of the attempt, at this look
     * @param look the number of this look
     * @param looks how many looks have begun
     */
    void consider(SlurmAttempt attempt, List<SlurmJob> jobs, long look, LongSupplier looks) {
        Intent intent;
        boolean holds = jobs.stream().anyMatch(SlurmJob::holdsNodes);
        boolean known;
        synchronized (attempt) {
            if (attempt.over || attempt.submitting || attempt.shownFrom > look) {
                return;
            }
            intent = attempt.intent;
            attempt.holds = holds;
            attempt.ran |= holds;
            known = holds && attempt.toldRunning;
        }
        if (attempt.run < 0) {
            if (intent.ends()) {
                tidings.ended(attempt, Endings.neverBegan(attempt.folder.submitted(0), intent, clock.instant()));
            } else {
                submissions.next(attempt, looks);
            }
            return;
        }
        if (!known) {
            follow(attempt, jobs, intent, look, looks);
        }
        if (intent instanceof Intent.Stop && !attempt.over) {
            enforceStop(attempt, jobs);
        }
    }

    private void follow(SlurmAttempt attempt, List<SlurmJob> jobs, Intent intent, long look, LongSupplier looks) {
        Instant now = clock.instant();
        Duration silence = settings.pulse().multipliedBy(MISSED_BEATS);
        Verdict verdict = Judge.judge(new Judge.Sight(
                attempt.folder,
                attempt.run,
                jobs,
                () -> attempt.pulses(silence, now),
                attempt.ran,
                intent,
                job -> slurm.accounted(job, attempt.folder.path()),
                now));
        switch (verdict) {
            case Verdict.Waits waits -> waits(attempt, waits, intent, now);
            case Verdict.Runs runs -> {
                queues.began(attempt, runs.since());
                attempt.runs(look);
                tidings.running(attempt, runs.since());
            }
            case Verdict.Undecided undecided -> {}
            case Verdict.Remove remove -> remove(attempt, remove.jobs());
            case Verdict.Resubmit resubmit -> resubmit(attempt, now, looks);
            case Verdict.Over over -> tidings.ended(attempt, over.end());
        }
    }

    private void waits(SlurmAttempt attempt, Verdict.Waits waits, Intent intent, Instant now) {
        Duration waited;
        synchronized (attempt) {
            if (attempt.waitsSince == null) {
                attempt.waitsSince = now;
            }
            waited = Duration.between(attempt.waitsSince, now);
            attempt.newestWait = new WorkWait(
                    "Slurm job " + waits.job().id() + (waits.why().isEmpty() ? "" : ": " + waits.why()),
                    waits.job().startedAt());
        }
        Duration most = attempt.mayWait() ? settings.queue().within() : settings.startWithin();
        if (intent.ends()) {
            slurm.cancel(waits.job().id());
        } else if (attempt.isUnwantedInQueue() && Submissions.gaveUp(attempt, attempt.run)) {
            attempt.intend(new Intent.TakeBack(
                    Reason.LEFT_QUEUE,
                    "it left Slurm's queue, where it was job " + waits.job().id()));
            slurm.cancel(waits.job().id());
        } else if (waited.compareTo(most) > 0 && Submissions.gaveUp(attempt, attempt.run)) {
            attempt.intend(new Intent.TakeBack(
                    Reason.LAUNCH_FAILED,
                    "it waited " + waited.toSeconds() + " s in Slurm's queue as job "
                            + waits.job().id() + (waits.why().isEmpty() ? "" : " (" + waits.why() + ")")
                            + ", and may wait "
                            + most.toSeconds() + " s"));
            slurm.cancel(waits.job().id());
        }
    }

    private void remove(SlurmAttempt attempt, List<Long> jobs) {
        if (attempt.folder.begun(attempt.run)) {
            attempt.intend(new Intent.KeepOut());
        }
        jobs.forEach(slurm::cancel);
    }

    private void resubmit(SlurmAttempt attempt, Instant now, LongSupplier looks) {
        if (attempt.unanswered >= MAX_UNANSWERED) {
            tidings.ended(
                    attempt,
                    new WorkEnd(
                            Reason.LAUNCH_FAILED,
                            null,
                            "Slurm's controller answered none of " + attempt.unanswered + " submissions",
                            now));
        } else {
            submissions.next(attempt, looks);
        }
    }

    /** SIGTERM first, and what the site does at a cancellation when the grace is over. */
    private void enforceStop(SlurmAttempt attempt, List<SlurmJob> jobs) {
        Instant killAt = attempt.killAt;
        boolean kill = killAt == null || !clock.instant().isBefore(killAt);
        List<SlurmJob> holders = jobs.stream().filter(SlurmJob::holdsNodes).toList();
        for (SlurmJob job : holders) {
            if (kill && job.state() != JobState.COMPLETING) {
                slurm.cancel(job.id());
            } else if (!attempt.terminated) {
                slurm.terminate(job.id(), attempt.folder.replicas() == 1);
            }
        }
        attempt.terminated |= !holders.isEmpty();
        if (holders.isEmpty() && attempt.folder.begun(attempt.run)) {
            attempt.folder.askToStop();
        }
    }
}
