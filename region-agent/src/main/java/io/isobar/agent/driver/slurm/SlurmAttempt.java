package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkWait;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the driver remembers of an attempt. Guarded by its own lock, but for what only the looks at the queue use, one at a time. */
final class SlurmAttempt {
    final Work work;
    final AttemptFolder folder;
    Intent intent = new Intent.Run();

    /** A submission is on its way: what the queue says meanwhile may be from before. */
    boolean submitting;

    /** The first look at the queue that is sure to show the newest submission. */
    long shownFrom;

    /** The look at the queue that first showed it to run. */
    long runsFrom;

    /** The newest submission; -1: there is none. */
    int run = -1;

    int unanswered;
    boolean toldRunning;

    /** Read by who reads its output, without the lock. */
    volatile boolean over;

    /** Whether it held nodes at the newest look at the queue. */
    boolean holds;

    /** Whether it was seen to hold nodes since the agent started. */
    boolean ran;

    @Nullable
    Instant waitsSince;

    /** What the queue said of it when it last waited there. */
    @Nullable
    WorkWait newestWait;

    @Nullable
    Instant killAt;

    boolean terminated;

    /** It was told to leave the queue, if it is there. */
    private boolean unwanted;

    /** By replica, the question of its guard that was answered last since the agent started; -1: none. Empty: it has no guards. */
    final long[] answered;

    private @Nullable Entry entry;
    private @Nullable String pulse;
    private @Nullable Instant pulseChangedAt;

    SlurmAttempt(Work work, AttemptFolder folder, boolean guarded) {
        this.work = work;
        this.folder = folder;
        this.answered = new long[guarded ? folder.replicas() : 0];
        Arrays.fill(answered, -1);
    }

    /**
     * Into a queue.
     *
     * @param foretold how long it would wait, by Slurm
     */
    record Entry(Duration foretold, Instant at) {}

    synchronized void enters(Duration foretold, Instant at) {
        entry = new Entry(foretold, at);
    }

    /** Null: it entered none since the agent started, or nothing was foretold, or it was taken before. */
    synchronized @Nullable Entry takeEntry() {
        Entry taken = entry;
        entry = null;
        return taken;
    }

    /** Whether it may wait for nodes, and was not admitted to free ones. */
    boolean mayWait() {
        return QueuePlaces.has(work.placement());
    }

    synchronized boolean isWanted() {
        return !over && !intent.ends();
    }

    /** False where it is over, or something else is intended already that is no less final. */
    synchronized boolean intend(Intent other) {
        boolean changes = isWanted();
        intent = changes ? other : intent;
        return changes;
    }

    synchronized void stop(Instant killAfter) {
        // What Slurm is kept from starting again may still run.
        if (!over && !(intent instanceof Intent.Stop)) {
            intent = new Intent.Stop();
            killAt = killAfter;
        }
    }

    synchronized void leaveQueue() {
        unwanted = true;
    }

    synchronized boolean isUnwantedInQueue() {
        return unwanted;
    }

    synchronized boolean holdsNodes() {
        return holds && !over;
    }

    /** Whether it was submitted, or seen to run, only so many looks ago: what is new may start, and what is short end, at any time. */
    synchronized boolean isAwaited(long look, int looks) {
        return !over && !submitting && look - (toldRunning ? runsFrom : shownFrom) < looks;
    }

    /** Whether its guards may ask something; those of what waits in the queue cannot, unless it started since. */
    synchronized boolean mayAsk(boolean alsoWaiting) {
        return answered.length > 0 && !over && (holds || waitsSince == null || alsoWaiting);
    }

    synchronized void runs(long look) {
        runsFrom = toldRunning ? runsFrom : look;
    }

    synchronized boolean waits() {
        return waitsSince != null && !over;
    }

    /** Empty: it did not wait at the newest look at the queue. */
    synchronized Optional<WorkWait> currentWait() {
        return over || holds || toldRunning ? Optional.empty() : Optional.ofNullable(newestWait);
    }

    synchronized @Nullable Instant killAt() {
        return over ? null : killAt;
    }

    /** Whether the script was heard of within the limit, by the agent's own clock; the first look counts as hearing. */
    boolean pulses(Duration limit, Instant now) {
        String count = folder.pulse();
        if (pulseChangedAt == null || (count != null && !count.equals(pulse))) {
            pulse = count;
            pulseChangedAt = now;
        }
        return Duration.between(pulseChangedAt, now).compareTo(limit) <= 0;
    }
}
