package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** All attempts of a region, and one look at the queue for all of them. */
final class Fleet {
    private static final System.Logger LOG = System.getLogger(Fleet.class.getName());
    /** Submissions at the same time. */
    private static final int PARALLEL = 4;
    /** Submissions of one attempt that Slurm did not answer. */
    private static final int MAX_UNANSWERED = 5;
    /** Beats that a script may miss before it counts as silent, as in job.sh: a network file system may show old files for a minute. */
    private static final int MISSED_BEATS = 9;

    private final Map<AttemptId, SlurmAttempt> attempts = new LinkedHashMap<>();
    private final ReentrantLock polling = new ReentrantLock();
    private final Semaphore submissions = new Semaphore(PARALLEL);
    private final Submission submission;
    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private final ClusterWatch watch;
    private final InstantSource clock;
    private final Executor executor;
    private final WorkListener listener;
    private final Wake wake;
    private long polls;

    Fleet(
            Submission submission,
            SlurmCommands slurm,
            SlurmSettings settings,
            ClusterWatch watch,
            InstantSource clock,
            Executor executor,
            WorkListener listener,
            Wake wake) {
        this.submission = submission;
        this.slurm = slurm;
        this.settings = settings;
        this.watch = watch;
        this.clock = clock;
        this.executor = executor;
        this.listener = listener;
        this.wake = wake;
    }

    /** Work from before a restart. */
    synchronized void adopt(SlurmAttempt attempt) {
        attempt.run = attempt.folder.runs() - 1;
        attempts.put(attempt.work.id(), attempt);
    }

    synchronized boolean knows(AttemptId id) {
        return attempts.containsKey(id);
    }

    synchronized void launch(SlurmAttempt attempt) {
        attempts.put(attempt.work.id(), attempt);
        submitNext(attempt);
    }

    synchronized void stop(AttemptId id, Duration grace) {
        SlurmAttempt attempt = attempts.get(id);
        if (attempt != null && !attempt.over && !attempt.intent.ends()) {
            attempt.intent = new Intent.Stop();
            attempt.killAt = clock.instant().plus(grace);
            wake.now();
        }
    }

    /** False where it runs, or is not known. */
    synchronized boolean forget(AttemptId id) {
        SlurmAttempt attempt = attempts.get(id);
        if (attempt == null || !attempt.over) {
            return false;
        }
        attempts.remove(id);
        return true;
    }

    private synchronized List<SlurmAttempt> live() {
        return attempts.values().stream().filter(attempt -> !attempt.over).toList();
    }

    /** What our jobs held at the newest look at the queue. */
    synchronized List<Placement> holding() {
        return attempts.values().stream()
                .filter(attempt -> attempt.holds && !attempt.over)
                .map(attempt -> attempt.work.placement())
                .toList();
    }

    /** How many of our jobs wait in the queue. */
    synchronized int waiting() {
        return (int) attempts.values().stream()
                .filter(attempt -> attempt.waitsSince != null && !attempt.over)
                .count();
    }

    private synchronized void submitNext(SlurmAttempt attempt) {
        attempt.submitting = true;
        executor.execute(() -> {
            submissions.acquireUninterruptibly();
            try {
                submit(attempt);
            } finally {
                submissions.release();
            }
        });
    }

    private void submit(SlurmAttempt attempt) {
        int run = attempt.run + 1;
        String refusal = null;
        try {
            if (!isWanted(attempt)) {
                return;
            }
            SlurmPool pool = pool(attempt);
            submission.submit(attempt, pool, run);
        } catch (SlurmUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "not known whether Slurm took the job attempt=" + attempt.work.id(),
                    e);
            attempt.unanswered++;
        } catch (SlurmRefusedException e) {
            refusal = "Slurm refuses the job: " + e.getMessage();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job not submitted attempt=" + attempt.work.id(), e);
            refusal = "the job could not be submitted: " + e;
        } finally {
            submitted(attempt, run);
        }
        if (refusal != null && gaveUp(attempt, run)) {
            end(attempt, new WorkEnd(Reason.LAUNCH_FAILED, null, refusal, clock.instant()));
        }
        wake.now();
    }

    private synchronized boolean isWanted(SlurmAttempt attempt) {
        return !attempt.over && !attempt.intent.ends();
    }

    private SlurmPool pool(SlurmAttempt attempt) {
        var name = attempt.work.order().demand().pool();
        return watch.pools()
                .orElseGet(watch::look)
                .find(name)
                .orElseThrow(() -> new SlurmRefusedException("the pool " + name + " is no longer there"));
    }

    private synchronized void submitted(SlurmAttempt attempt, int run) {
        if (attempt.folder.runs() > run) {
            attempt.run = run;
        }
        attempt.submitting = false;
        attempt.shownFrom = polls + 1;
    }

    private boolean gaveUp(SlurmAttempt attempt, int run) {
        try {
            attempt.folder.create();
            return attempt.folder.giveUp(run);
        } catch (IOException e) {
            // Without a folder no job can begin.
            LOG.log(System.Logger.Level.WARNING, "claim not taken attempt=" + attempt.work.id(), e);
            return true;
        }
    }

    /**
     * One look at the queue, and what follows from it.
     *
     * @throws SlurmUnavailableException where Slurm does not answer; then nothing follows
     */
    void poll() {
        polling.lock();
        try {
            long number = next();
            Map<AttemptId, List<SlurmJob>> jobs = new HashMap<>();
            for (SlurmJob job : slurm.jobs()) {
                OwnerMark.parse(job.comment())
                        .filter(mark -> mark.owner().equals(submission.owner()))
                        .ifPresent(mark -> jobs.computeIfAbsent(mark.attempt(), any -> new ArrayList<>())
                                .add(job));
            }
            for (SlurmAttempt attempt : live()) {
                considerAlone(attempt, jobs.getOrDefault(attempt.work.id(), List.of()), number);
            }
            jobs.forEach(this::removeUnwanted);
        } finally {
            polling.unlock();
        }
    }

    private synchronized long next() {
        return ++polls;
    }

    /** Nobody can confirm the work of an attempt that is over, or was never heard of: a job that comes late is one. */
    private void removeUnwanted(AttemptId id, List<SlurmJob> jobs) {
        boolean wanted;
        synchronized (this) {
            SlurmAttempt attempt = attempts.get(id);
            wanted = attempt != null && !attempt.over;
        }
        if (!wanted) {
            jobs.stream().filter(job -> !job.isOver()).forEach(job -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "removing a job of unknown work job={0} attempt={1}",
                        job.id(),
                        id);
                slurm.cancel(job.id());
            });
        }
    }

    /** What is wrong with one attempt, as a folder that cannot be read, keeps nobody from the others. */
    private void considerAlone(SlurmAttempt attempt, List<SlurmJob> jobs, long number) {
        try {
            consider(attempt, jobs, number);
        } catch (SlurmUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "nothing concluded attempt=" + attempt.work.id(), e);
        }
    }

    private void consider(SlurmAttempt attempt, List<SlurmJob> jobs, long number) {
        Intent intent;
        boolean holds = jobs.stream().anyMatch(SlurmJob::holdsNodes);
        synchronized (this) {
            if (attempt.over || attempt.submitting || attempt.shownFrom > number) {
                return;
            }
            intent = attempt.intent;
            attempt.holds = holds;
            attempt.ran |= holds;
        }
        if (attempt.run < 0) {
            if (intent.ends()) {
                end(attempt, Endings.neverBegan(attempt.folder.submitted(0), intent, clock.instant()));
            } else {
                submitNext(attempt);
            }
            return;
        }
        if (!(holds && attempt.toldRunning)) {
            follow(attempt, jobs, intent);
        }
        if (intent instanceof Intent.Stop && !attempt.over) {
            enforceStop(attempt, jobs);
        }
    }

    private void follow(SlurmAttempt attempt, List<SlurmJob> jobs, Intent intent) {
        Instant now = clock.instant();
        Duration silence = settings.pulse().multipliedBy(MISSED_BEATS);
        Verdict verdict = Judge.judge(new Judge.Sight(
                attempt.folder,
                attempt.run,
                jobs,
                () -> attempt.pulses(silence, now),
                attempt.ran,
                intent,
                slurm::accounted,
                now));
        switch (verdict) {
            case Verdict.Waits waits -> waits(attempt, waits, intent, now);
            case Verdict.Runs runs -> tellRunning(attempt, runs.since());
            case Verdict.Undecided undecided -> {}
            case Verdict.Remove remove -> remove(attempt, remove.jobs());
            case Verdict.Resubmit resubmit -> resubmit(attempt, now);
            case Verdict.Over over -> end(attempt, over.end());
        }
    }

    private void waits(SlurmAttempt attempt, Verdict.Waits waits, Intent intent, Instant now) {
        if (attempt.waitsSince == null) {
            attempt.waitsSince = now;
        }
        Duration waited = Duration.between(attempt.waitsSince, now);
        if (!intent.ends() && waited.compareTo(settings.startWithin()) > 0 && gaveUp(attempt, attempt.run)) {
            String why = "it waited " + waited.toSeconds() + " s in Slurm's queue as job "
                    + waits.job().id()
                    + (waits.why().isEmpty() ? "" : " (" + waits.why() + ")") + ", and may wait "
                    + settings.startWithin().toSeconds() + " s";
            synchronized (this) {
                attempt.intent = attempt.intent.ends() ? attempt.intent : new Intent.TakeBack(why);
            }
            slurm.cancel(waits.job().id());
        } else if (intent.ends()) {
            slurm.cancel(waits.job().id());
        }
    }

    private void remove(SlurmAttempt attempt, List<Long> jobs) {
        if (attempt.folder.begun(attempt.run)) {
            synchronized (this) {
                attempt.intent = attempt.intent.ends() ? attempt.intent : new Intent.KeepOut();
            }
        }
        jobs.forEach(slurm::cancel);
    }

    private void resubmit(SlurmAttempt attempt, Instant now) {
        if (attempt.unanswered >= MAX_UNANSWERED) {
            end(
                    attempt,
                    new WorkEnd(
                            Reason.LAUNCH_FAILED,
                            null,
                            "Slurm's controller answered none of " + attempt.unanswered + " submissions",
                            now));
        } else {
            submitNext(attempt);
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

    private void tellRunning(SlurmAttempt attempt, Instant since) {
        synchronized (this) {
            if (attempt.toldRunning || attempt.over) {
                return;
            }
            attempt.toldRunning = true;
            attempt.waitsSince = null;
        }
        listener.on(new WorkEvent.Running(attempt.work.id(), since));
    }

    private void end(SlurmAttempt attempt, WorkEnd end) {
        if (attempt.folder.unlaunched().isEmpty() && attempt.folder.allStarted()) {
            tellRunning(attempt, attempt.folder.startedAt().orElse(end.at()));
        }
        synchronized (this) {
            if (attempt.over) {
                return;
            }
            attempt.over = true;
        }
        listener.on(new WorkEvent.Ended(attempt.work.id(), end));
    }

    /** When the next grace is over. */
    synchronized Optional<Instant> nextKill() {
        return attempts.values().stream()
                .filter(attempt -> !attempt.over && attempt.killAt != null)
                .map(attempt -> attempt.killAt)
                .min(Instant::compareTo);
    }
}
