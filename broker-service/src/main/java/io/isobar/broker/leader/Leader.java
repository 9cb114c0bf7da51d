package io.isobar.broker.leader;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.network.LinkSource;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PoolReserve;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shell around the {@link Coordinator}: one thread takes what was posted, in batches, and decides; another makes the outcome of a
 * batch durable in one transaction, and only then sends, publishes and answers. So a batch is decided while the one before is being
 * written, and no further ahead: should the process end, what was decided and not written was not said either. While the store is away
 * the write is tried again, and nothing is sent.
 */
public final class Leader {
    private static final Logger LOG = Logger.getLogger(Leader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Turns turns;
    private final InstantSource clock;
    private final Runnable fatal;
    private final ExecutorService writer;
    private Future<?> writing = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;
    private volatile boolean recovered;

    /**
     * Leads once {@link #run} is called.
     *
     * @param published is told of every change once it is durable; it must not block
     * @param fences where regions that are cut off read that they are about to be given up
     * @param links what is measured of them
     * @param fatal ends the process
     */
    public Leader(
            Coordinator coordinator,
            Ledger ledger,
            InstantSource clock,
            Consumer<Changes> published,
            LeaderObserver observer,
            FenceLog fences,
            LinkSource links,
            Runnable fatal) {
        this.turns = new Turns(coordinator, ledger, clock, published, observer, fences, links);
        this.clock = clock;
        this.fatal = fatal;
        this.writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("leader-writer").daemon().factory());
    }

    /** Of a federation in which nobody measures links. */
    public Leader(
            Coordinator coordinator,
            Ledger ledger,
            InstantSource clock,
            Consumer<Changes> published,
            LeaderObserver observer,
            FenceLog fences,
            Runnable fatal) {
        this(coordinator, ledger, clock, published, observer, fences, LinkSource.NONE, fatal);
    }

    /** Its steps, for who takes them instead of {@link #run}: a simulation, on its own time. */
    public Turns turns() {
        return turns;
    }

    /** Runs until {@link #stop}; the caller gives it a thread. */
    public void run() {
        try {
            untilItAnswers("read what is durable", turns::recover);
            recovered = true;
            while (!stopping) {
                var turn = turns.decide(turns.await());
                untilTheOneBeforeIsWritten();
                writing = writer.submit(() -> write(turn));
            }
            untilTheOneBeforeIsWritten();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            // What is durable is right; what is in memory may not be. Starting anew takes up what is durable.
            LOG.fatal("the leader cannot go on; the process ends so that it starts anew", fault);
            recovered = false;
            fatal.run();
        } finally {
            writer.shutdownNow();
        }
    }

    /** Makes it durable, and only then says it. On the writer's thread. */
    private @Nullable Void write(Turns.Turn turn) throws InterruptedException {
        untilItAnswers("commit", turn::commit);
        turn.say();
        return null;
    }

    private void untilTheOneBeforeIsWritten() throws InterruptedException {
        try {
            writing.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case InterruptedException stopped -> throw stopped;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException("a turn was not written", failed);
            }
        }
    }

    public void stop() {
        stopping = true;
    }

    /** Whether what was durable before has been taken in. */
    public boolean isReady() {
        return recovered;
    }

    /** The federation as of the last turn. */
    public FederationView view() {
        return turns.snapshot().view();
    }

    /** Pools that are kept for work that waits, as of the last turn. */
    public Collection<Hold> holds() {
        return turns.snapshot().holds();
    }

    /** What reservations keep of pools, as of the last turn. */
    public Map<PoolKey, PoolReserve> reserves() {
        return turns.snapshot().reserves();
    }

    /** Workloads that are not over, as of the last turn. */
    public int live() {
        return turns.snapshot().states().live();
    }

    /** Live attempts by region, as of the last turn. */
    public Map<RegionName, Integer> liveByRegion() {
        return turns.snapshot().liveByRegion();
    }

    /** Hands an event over; waits for as long as the leader is behind, so that nothing that is durable is forgotten. */
    public void post(Event event) {
        try {
            turns.post(event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure(Reason.INTERNAL, "interrupted while posting to the leader", interrupted);
        }
    }

    /**
     * Asks once everything posted so far is durable.
     *
     * @throws Failure OVERLOADED where no answer comes in time
     */
    public <T> T ask(Function<Coordinator, T> question) {
        var answer = new CompletableFuture<T>();
        try {
            turns.post(question, answer, PATIENCE);
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new Failure(
                    Reason.DATABASE_UNAVAILABLE,
                    "the leader did not answer within " + PATIENCE.toSeconds() + " s; it waits for the database",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure(Reason.INTERNAL, "interrupted while waiting for the leader", interrupted);
        } catch (ExecutionException failed) {
            throw new Failure(Reason.INTERNAL, "the leader could not answer", failed.getCause());
        }
    }

    /** Tries until it succeeds: what is decided and not durable must become durable before anything else is decided. */
    private void untilItAnswers(String what, Runnable work) throws InterruptedException {
        Instant since = null;
        long pause = 50;
        while (true) {
            try {
                work.run();
                if (since != null) {
                    LOG.infof("%s succeeded; the database was away since %s", what, since);
                }
                return;
            } catch (Failure unavailable) {
                if (unavailable.reason() != Reason.DATABASE_UNAVAILABLE) {
                    throw unavailable;
                }
                if (since == null) {
                    since = clock.instant();
                    LOG.warnf("%s failed, trying until it succeeds: %s", what, unavailable.getMessage());
                }
                if (stopping) {
                    throw new InterruptedException("stopped while the database is away");
                }
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(pause * 2, 1_000);
            }
        }
    }
}
