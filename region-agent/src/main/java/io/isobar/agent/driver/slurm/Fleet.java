package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.WorkWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** All attempts of a region, and one look at the queue for all of them. */
final class Fleet {
    private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

    /** Looks after a submission within which a job usually starts, if it need not wait; and after a start, within which a short one ends. */
    private static final int SOON = 8;
    /** Jobs in the queue whose guards are looked for: each look reads a file of each, on a disk that is shared. */
    private static final int MOST_AWAITED = 64;

    private final Map<AttemptId, SlurmAttempt> attempts = new ConcurrentHashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong looks = new AtomicLong();
    private final String owner;
    private final SlurmCommands slurm;
    private final Submissions submissions;
    private final Follower follower;
    private final InstantSource clock;
    private final Wake wake;

    Fleet(
            String owner,
            SlurmCommands slurm,
            Submissions submissions,
            Follower follower,
            InstantSource clock,
            Wake wake) {
        this.owner = owner;
        this.slurm = slurm;
        this.submissions = submissions;
        this.follower = follower;
        this.clock = clock;
        this.wake = wake;
    }

    /** Work from before a restart. */
    void adopt(SlurmAttempt attempt) {
        attempt.run = attempt.folder.runs() - 1;
        attempts.put(attempt.work.id(), attempt);
    }

    boolean knows(AttemptId id) {
        return attempts.containsKey(id);
    }

    void launch(SlurmAttempt attempt) {
        attempts.put(attempt.work.id(), attempt);
        submissions.next(attempt, looks::get);
    }

    void stop(AttemptId id, Duration grace) {
        SlurmAttempt attempt = attempts.get(id);
        if (attempt != null) {
            attempt.stop(clock.instant().plus(grace));
            wake.now();
        }
    }

    void leaveQueue(AttemptId id) {
        SlurmAttempt attempt = attempts.get(id);
        if (attempt != null) {
            attempt.leaveQueue();
            wake.now();
        }
    }

    /** False where it runs, or is not known. */
    boolean forget(AttemptId id) {
        SlurmAttempt attempt = attempts.get(id);
        return attempt != null && attempt.over && attempts.remove(id, attempt);
    }

    /** How far what runs has come, as it says. Reads files. */
    Map<AttemptId, WorkProgress> progress(Instant now) {
        Map<AttemptId, WorkProgress> found = new HashMap<>();
        attempts.forEach((id, attempt) -> {
            if (attempt.holdsNodes()) {
                attempt.folder.progress(now).ifPresent(progress -> found.put(id, progress));
            }
        });
        return found;
    }

    /** Those of our jobs that waited at the newest look at the queue. */
    Map<AttemptId, WorkWait> waits() {
        Map<AttemptId, WorkWait> found = new HashMap<>();
        attempts.forEach((id, attempt) -> attempt.currentWait().ifPresent(wait -> found.put(id, wait)));
        return found;
    }

    /** What our jobs held at the newest look at the queue. */
    List<Placement> holding() {
        return attempts.values().stream()
                .filter(SlurmAttempt::holdsNodes)
                .map(attempt -> attempt.work.placement())
                .toList();
    }

    /** Whose guards may ask something; of those that waited in the queue at the newest look, only some that were submitted lately, unless all are wanted. */
    List<SlurmAttempt> guarded(boolean alsoWaiting) {
        long look = looks.get();
        List<SlurmAttempt> asking = new ArrayList<>();
        int lately = 0;
        for (SlurmAttempt attempt : attempts.values()) {
            if (attempt.mayAsk(alsoWaiting)) {
                asking.add(attempt);
            } else if (lately < MOST_AWAITED && attempt.isAwaited(look, SOON) && attempt.mayAsk(true)) {
                // It may have begun since.
                lately++;
                asking.add(attempt);
            }
        }
        return asking;
    }

    /** How many of our jobs wait in the queue. */
    int waiting() {
        return (int) attempts.values().stream().filter(SlurmAttempt::waits).count();
    }

    /** Whether something was submitted or has begun so lately that there may be news of it at any time. */
    boolean awaitsNews() {
        long look = looks.get();
        return attempts.values().stream().anyMatch(attempt -> attempt.isAwaited(look, SOON));
    }

    /** When the next grace is over. */
    Optional<Instant> nextKill() {
        return attempts.values().stream()
                .map(SlurmAttempt::killAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    /**
     * One look at the queue, and what follows from it.
     *
     * @throws SlurmUnavailableException where Slurm does not answer; then nothing follows
     */
    void poll() {
        looking.lock();
        try {
            long look = looks.incrementAndGet();
            Map<AttemptId, List<SlurmJob>> jobs = new HashMap<>();
            for (SlurmJob job : slurm.jobs()) {
                OwnerMark.parse(job.comment())
                        .filter(mark -> mark.owner().equals(owner))
                        .ifPresent(mark -> jobs.computeIfAbsent(mark.attempt(), any -> new ArrayList<>())
                                .add(job));
            }
            for (SlurmAttempt attempt : attempts.values()) {
                if (!attempt.over) {
                    consider(attempt, jobs.getOrDefault(attempt.work.id(), List.of()), look);
                }
            }
            jobs.forEach(this::removeUnwanted);
        } finally {
            looking.unlock();
        }
    }

    /** What is wrong with one attempt, as a folder that cannot be read, keeps nobody from the others. */
    private void consider(SlurmAttempt attempt, List<SlurmJob> jobs, long look) {
        try {
            follower.consider(attempt, jobs, look, looks::get);
        } catch (SlurmUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "nothing concluded attempt=" + attempt.work.id(), e);
        }
    }

    /** Nobody can confirm the work of an attempt that is over, or was never heard of: a job that comes late is one. */
    private void removeUnwanted(AttemptId id, List<SlurmJob> jobs) {
        SlurmAttempt attempt = attempts.get(id);
        if (attempt == null || attempt.over) {
            jobs.stream().filter(job -> !job.isOver()).forEach(job -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "removing a job of unknown work job={0} attempt={1}",
                        Long.toString(job.id()),
                        id);
                slurm.cancel(job.id());
            });
        }
    }
}
