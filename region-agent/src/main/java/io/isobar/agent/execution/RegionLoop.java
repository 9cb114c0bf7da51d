package io.isobar.agent.execution;

import io.isobar.agent.admission.PoolCapacity;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.lease.LeaseStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One region's thread of thought: takes what came in, decides, writes down, acts, tells. Inputs that come while the disk is busy
 * share the next write, so that one force serves thousands of short jobs.
 */
public final class RegionLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(RegionLoop.class.getName());
    private static final int MAX_BATCH = 1_024;
    /** Pools that change all the time are told of so often at most. */
    private static final Duration POOL_PACE = Duration.ofMillis(10);

    private static final Duration RETRY_WRITE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(500);

    private final RegionExecution execution;
    private final AttemptJournal journal;
    private final ResourceManagerDriver driver;
    private final Inbox inbox;
    private final Consumer<RegionMessage> broker;
    private final DecisionLog log;
    private final InstantSource clock;
    private final Duration refreshEvery;
    private final Lease lease;
    private final LeaseStore leaseStore;
    private final Map<PoolName, PoolCapacity> lastPools = new LinkedHashMap<>();
    private Instant publishedAt = Instant.EPOCH;
    private Instant refreshedAt = Instant.EPOCH;
    private @Nullable String trouble;
    private volatile RegionStatus status;

    /**
     * A loop that is not running yet.
     *
     * @param broker takes what is to be told; never blocks
     * @param refreshEvery how often all pools are told of though they did not change
     * @param lease the one that {@code execution} goes by
     * @param leaseStore outlives the agent
     */
    public RegionLoop(
            RegionExecution execution,
            AttemptJournal journal,
            ResourceManagerDriver driver,
            Inbox inbox,
            Consumer<RegionMessage> broker,
            DecisionLog log,
            InstantSource clock,
            Duration refreshEvery,
            Lease lease,
            LeaseStore leaseStore) {
        this.execution = execution;
        this.journal = journal;
        this.driver = driver;
        this.inbox = inbox;
        this.broker = broker;
        this.log = log;
        this.clock = clock;
        this.refreshEvery = refreshEvery;
        this.lease = lease;
        this.leaseStore = leaseStore;
        this.status = new RegionStatus(clock.instant(), List.of(), 0, null);
    }

    /** Takes over what was left from before; to be called once, before {@link #run}. */
    public void recover() throws IOException {
        List<KnownWork> known = execution.recover(journal.open());
        driver.start(known, inbox::put);
        Effects effects = new Effects();
        execution.resume(clock.instant(), effects);
        perform(effects);
    }

    /** Goes on until the inbox is closed and empty. */
    @Override
    public void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = turn(patience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for what comes in, but no longer than {@code atMost}, and does all that follows from it and from the time. {@link #run} does
     * nothing else; who drives a region on a time of its own calls it with no wait.
     *
     * @return false: the inbox is closed and empty
     */
    public boolean turn(Duration atMost) throws InterruptedException {
        List<RegionInput> batch = inbox.take(MAX_BATCH, atMost);
        if (batch.isEmpty() && inbox.isClosed()) {
            return false;
        }
        step(batch);
        return true;
    }

    public RegionStatus status() {
        return status;
    }

    /** After so long a turn is due though nothing came in. */
    public Duration patience() {
        Instant now = clock.instant();
        Instant wake = refreshedAt.plus(refreshEvery);
        Instant due = execution.nextDue().orElse(wake);
        wake = due.isBefore(wake) ? due : wake;
        if (execution.hasChangedPools() && publishedAt.plus(POOL_PACE).isBefore(wake)) {
            wake = publishedAt.plus(POOL_PACE);
        }
        Duration patience = Duration.between(now, wake);
        patience = patience.compareTo(refreshEvery) > 0 ? refreshEvery : patience;
        // Once it is over there is nothing to wait for any more; until then, in time to stop and to write down that it
        // was renewed.
        Duration left = lease.left().filter(Duration::isPositive).orElse(patience);
        Duration look = left.compareTo(SHORTEST_LOOK) < 0 ? left : longer(left.dividedBy(4), SHORTEST_LOOK);
        return Inbox.patience(look.compareTo(patience) < 0 ? look : patience);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** An older lease on disk than the one that is held only ends earlier. */
    private void keepLease() {
        try {
            Optional<Lease.Kept> kept = lease.kept();
            if (kept.isPresent()) {
                leaseStore.write(kept.get());
            } else {
                leaseStore.clear();
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "cannot write the lease; free disk space, or what runs ends with the last one",
                    e);
        }
    }

    private void step(List<RegionInput> batch) {
        Instant now = clock.instant();
        Effects effects = new Effects();
        for (RegionInput input : batch) {
            try {
                execution.apply(input, now, effects);
            } catch (RuntimeException e) {
                // A fault in one input must not end the region; what it concerned is repaired by the next full report.
                LOG.log(
                        System.Logger.Level.ERROR,
                        "input failed: " + input.getClass().getSimpleName(),
                        e);
            }
        }
        keepLease();
        execution.tick(now, effects);
        if (isOver(refreshedAt, refreshEvery, now)) {
            refreshedAt = now;
            execution.publishAllPools(now, effects);
        } else if (execution.hasChangedPools() && isOver(publishedAt, POOL_PACE, now)) {
            execution.publishPools(now, effects);
        }
        perform(effects);
        show(now, effects);
    }

    /** Also where the machine's clock was set back since: otherwise nothing would be told until it has caught up. */
    private static boolean isOver(Instant since, Duration pause, Instant now) {
        return now.isBefore(since) || !now.isBefore(since.plus(pause));
    }

    private void perform(Effects effects) {
        if (!commit(effects)) {
            return;
        }
        for (Effects.Action action : effects.actions()) {
            log.record(action);
            switch (action) {
                case Effects.Action.Start start -> driver.launch(start.work());
                case Effects.Action.Stop stop -> driver.stop(stop.attempt(), stop.grace());
                case Effects.Action.LeaveQueue leave -> driver.leaveQueue(leave.attempt());
                case Effects.Action.Forget forget -> driver.forget(forget.attempt());
            }
        }
        for (RegionMessage message : effects.messages()) {
            log.record(message);
            broker.accept(message);
        }
    }

    /** Nothing is done that is not written down: where the disk refuses, the region stands still and says so. */
    private boolean commit(Effects effects) {
        while (!effects.records().isEmpty()) {
            try {
                journal.commit(effects.records(), effects.force());
                trouble = null;
                return true;
            } catch (IOException e) {
                trouble = "cannot write the journal: " + e.getMessage();
                LOG.log(System.Logger.Level.ERROR, trouble + "; nothing is started until it can; free disk space", e);
                status = new RegionStatus(clock.instant(), List.copyOf(lastPools.values()), 0, trouble);
                if (!pauseBeforeRetry()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean pauseBeforeRetry() {
        try {
            Thread.sleep(RETRY_WRITE);
            return !inbox.isClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void show(Instant now, Effects effects) {
        for (RegionMessage message : effects.messages()) {
            if (message instanceof RegionMessage.PoolNews news) {
                publishedAt = now;
                lastPools.put(news.capacity().profile().name(), news.capacity());
            } else if (message instanceof RegionMessage.PoolGone gone) {
                lastPools.remove(gone.pool());
            } else if (message instanceof RegionMessage.FullReport report) {
                report.pools()
                        .forEach(news -> lastPools.put(news.capacity().profile().name(), news.capacity()));
            }
        }
        status = new RegionStatus(now, List.copyOf(lastPools.values()), execution.runningAttempts(), trouble);
    }
}
