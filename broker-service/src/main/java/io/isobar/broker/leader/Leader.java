package io.isobar.broker.leader;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.fencing.Silences;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PoolReserve;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private static final int MOST_POSTED = 100_000;
    private static final int MOST_PER_TURN = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Coordinator coordinator;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Consumer<Changes> published;
    private final LeaderObserver observer;
    private final FenceLog fences;
    private final Runnable fatal;
    private final BlockingQueue<Posted> inbox = new ArrayBlockingQueue<>(MOST_POSTED);
    private final ExecutorService writer;
    private Future<?> writing = CompletableFuture.completedFuture(null);
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile boolean stopping;
    private volatile boolean recovered;

    /** An event, or a question that is answered once everything posted before it is durable. */
    private sealed interface Posted {
        record Told(Event event) implements Posted {}

        record Asked(Question<?> question) implements Posted {}
    }

    private record Question<T>(Function<Coordinator, T> what, CompletableFuture<T> answer) {
        /** What there is to say now, to be said later. */
        Runnable ask(Coordinator coordinator) {
            try {
                var found = what.apply(coordinator);
                return () -> answer.complete(found);
            } catch (RuntimeException failed) {
                return () -> answer.completeExceptionally(failed);
            }
        }
    }

    /** A batch that is decided: what must become durable, and what is said then. */
    private record Turn(Outcome outcome, Snapshot after, List<Runnable> answers) {}

    /**
     * Leads once {@link #run} is called.
     *
     * @param published is told of every change once it is durable; it must not block
     * @param fences where regions that are cut off read that they are about to be given up
     * @param fatal ends the process
     */
    public Leader(
            Coordinator coordinator,
            Ledger ledger,
            InstantSource clock,
            Consumer<Changes> published,
            LeaderObserver observer,
            FenceLog fences,
            Runnable fatal) {
        this.coordinator = coordinator;
        this.ledger = ledger;
        this.clock = clock;
        this.published = published;
        this.observer = observer;
        this.fences = fences;
        this.fatal = fatal;
        this.writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("leader-writer").daemon().factory());
    }

    /** Runs until {@link #stop}; the caller gives it a thread. */
    public void run() {
        try {
            recover();
            while (!stopping) {
                var turn = decide(take());
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
        return snapshot.view();
    }

    /** Pools that are kept for work that waits, as of the last turn. */
    public Collection<Hold> holds() {
        return snapshot.holds();
    }

    /** What reservations keep of pools, as of the last turn. */
    public Map<PoolKey, PoolReserve> reserves() {
        return snapshot.reserves();
    }

    /** Workloads that are not over, as of the last turn. */
    public int live() {
        return snapshot.states().live();
    }

    /** Live attempts by region, as of the last turn. */
    public Map<RegionName, Integer> liveByRegion() {
        return snapshot.liveByRegion();
    }

    /** Hands an event over; waits for as long as the leader is behind, so that nothing that is durable is forgotten. */
    public void post(Event event) {
        try {
            inbox.put(new Posted.Told(event));
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
            put(new Posted.Asked(new Question<>(question, answer)));
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

    private void put(Posted posted) throws InterruptedException {
        if (!inbox.offer(posted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Failure(Reason.OVERLOADED, "the leader is behind by " + MOST_POSTED + " events");
        }
    }

    private void recover() throws InterruptedException {
        var regions = untilItAnswers("read regions", ledger::regions);
        var reservations = untilItAnswers("read reservations", ledger::reservations);
        var live = untilItAnswers("read workloads", ledger::live);
        var used = untilItAnswers("read what tenants used", ledger::used);
        coordinator.recall(untilItAnswers("read what runs have taught", ledger::learned));
        coordinator.recallPools(untilItAnswers("read how pools kept what they promise", ledger::pools));
        coordinator.recover(regions, reservations, live, used);
        snapshot = coordinator.snapshot();
        observer.leads(() -> snapshot, inbox::size);
        recovered = true;
        LOG.infof("leading: %d regions known, %d workloads taken up", regions.size(), live.size());
    }

    private List<Posted> take() throws InterruptedException {
        var batch = new ArrayList<Posted>();
        var first = inbox.poll(waitFor().toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            inbox.drainTo(batch, MOST_PER_TURN - 1);
        }
        return batch;
    }

    private Duration waitFor() {
        if (coordinator.unfinished()) {
            return Duration.ZERO;
        }
        var now = clock.instant();
        var pauseEnd = coordinator.nextPauseEnd(now);
        var wait = pauseEnd == null ? LONGEST_WAIT : Duration.between(now, pauseEnd);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private Turn decide(List<Posted> batch) {
        var events = new ArrayList<Event>();
        var questions = new ArrayList<Question<?>>();
        for (var posted : batch) {
            switch (posted) {
                case Posted.Told told -> events.add(told.event());
                case Posted.Asked asked -> questions.add(asked.question());
            }
        }
        observer.turnBegins(events);
        var outcome = coordinator.turn(events, clock.instant());
        var answers = questions.stream().map(one -> one.ask(coordinator)).toList();
        observer.turnDecided();
        return new Turn(outcome, coordinator.snapshot(), answers);
    }

    /** Makes it durable, and only then says it. On the writer's thread. */
    private @Nullable Void write(Turn turn) throws InterruptedException {
        var outcome = turn.outcome();
        var changes = outcome.changes();
        if (!changes.isEmpty()) {
            untilItAnswers("commit", () -> {
                commit(changes);
                return true;
            });
        }
        snapshot = turn.after();
        outcome.messages().forEach(Leader::say);
        outcome.fences().forEach(this::fence);
        outcome.faults().forEach(fault -> LOG.errorf(fault.cause(), "an event was passed over: %s", fault.event()));
        if (!changes.isEmpty()) {
            changes.workloads().values().forEach(ChangeLog::write);
            published.accept(changes);
        }
        turn.answers().forEach(Runnable::run);
        observer.turnEnds(outcome);
        return null;
    }

    private void fence(Silences.Due.Fence due) {
        LOG.warnf(
                "region=%s is silent; fence %d is written, its work is given up unless it comes back",
                due.region(), due.number());
        fences.write(due.region(), due.number(), () -> post(new Event.Fenced(due.region(), due.number())));
    }

    private void commit(Changes changes) {
        observer.commitBegins();
        try {
            ledger.commit(changes);
        } catch (Failure failed) {
            observer.commitFails();
            throw failed;
        }
        observer.commitEnds();
    }

    private static void say(Message message) {
        try {
            switch (message) {
                case Message.Send send -> send.link().send(send.command());
                case Message.Notice notice -> notice.link().notice(notice.reason(), notice.text());
                case Message.Lease lease -> lease.link().lease(lease.rule(), lease.fence());
                case Message.Close close -> close.link().close(close.reason(), close.why());
            }
        } catch (RuntimeException broken) {
            // The link is gone; its end is posted by whoever owns it, and the next full report repairs what was lost.
            LOG.debugf(broken, "link %s is broken", message.link().id());
        }
    }

    /** Tries until it succeeds: what is decided and not durable must become durable before anything else is decided. */
    private <T> T untilItAnswers(String what, Supplier<T> work) throws InterruptedException {
        Instant since = null;
        long pause = 50;
        while (true) {
            try {
                var result = work.get();
                if (since != null) {
                    LOG.infof("%s succeeded; the database was away since %s", what, since);
                }
                return result;
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
