package io.isobar.broker.leader;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.fencing.Silences;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.network.LinkSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The steps of who leads, without a thread of its own: recover once, then for each turn decide it, commit it, and only then say it. Turns
 * are committed and said in the order in which they were decided. What is posted may come from any thread; deciding is one thread's, and
 * committing and saying one thread's, which may be another.
 */
public final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);
    private static final int MOST_POSTED = 100_000;
    private static final int MOST_PER_TURN = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final Coordinator coordinator;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Consumer<Changes> published;
    private final LeaderObserver observer;
    private final FenceLog fences;
    private final LinkLook links;
    private final BlockingQueue<Posted> inbox = new ArrayBlockingQueue<>(MOST_POSTED);
    private volatile Snapshot snapshot = Snapshot.EMPTY;

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

    /** What was posted and is decided at once. */
    record Batch(List<Event> events, List<Question<?>> questions) {

        private static Batch of(List<Posted> posted) {
            var events = new ArrayList<Event>();
            var questions = new ArrayList<Question<?>>();
            for (var one : posted) {
                switch (one) {
                    case Posted.Told told -> events.add(told.event());
                    case Posted.Asked asked -> questions.add(asked.question());
                }
            }
            return new Batch(events, questions);
        }
    }

    /** A batch that is decided: what must become durable, and what is said then. */
    public final class Turn {
        private final Outcome outcome;
        private final Snapshot after;
        private final List<Runnable> answers;

        private Turn(Outcome outcome, Snapshot after, List<Runnable> answers) {
            this.outcome = outcome;
            this.after = after;
            this.answers = answers;
        }

        /** What is to be durable. */
        public Changes changes() {
            return outcome.changes();
        }

        /**
         * Makes it durable.
         *
         * @throws Failure DATABASE_UNAVAILABLE where it may not be; the same again is safe, and nothing may be said before
         */
        public void commit() {
            if (changes().isEmpty()) {
                return;
            }
            observer.commitBegins();
            try {
                ledger.commit(changes());
            } catch (Failure failed) {
                observer.commitFails();
                throw failed;
            }
            observer.commitEnds();
        }

        /** Sends, publishes and answers; only once it is durable. */
        public void say() {
            snapshot = after;
            outcome.messages().forEach(Turns::send);
            outcome.fences().forEach(Turns.this::fence);
            outcome.faults().forEach(fault -> LOG.errorf(fault.cause(), "an event was passed over: %s", fault.event()));
            if (!changes().isEmpty()) {
                changes().workloads().values().forEach(ChangeLog::write);
                published.accept(changes());
            }
            answers.forEach(Runnable::run);
            observer.turnEnds(outcome);
        }
    }

    Turns(
            Coordinator coordinator,
            Ledger ledger,
            InstantSource clock,
            Consumer<Changes> published,
            LeaderObserver observer,
            FenceLog fences,
            LinkSource links) {
        this.coordinator = coordinator;
        this.ledger = ledger;
        this.clock = clock;
        this.published = published;
        this.observer = observer;
        this.fences = fences;
        this.links = new LinkLook(links);
    }

    /** Leads from now on: {@link #takeUp}, and tells of it. */
    public void recover() {
        takeUp();
        observer.leads(() -> snapshot, inbox::size);
        LOG.infof(
                "leading: %d regions known, %d workloads taken up",
                snapshot.view().regions().size(), snapshot.states().live());
    }

    /** Reads all that is durable, and only then takes it in; throws where the store does not answer, and may be tried again. */
    void takeUp() {
        var regions = ledger.regions();
        var reservations = ledger.reservations();
        var live = ledger.live();
        var used = ledger.used();
        var learned = ledger.learned();
        var trials = ledger.trials();
        var pools = ledger.pools();
        coordinator.recall(learned);
        coordinator.recallTrials(trials);
        coordinator.recallPools(pools);
        coordinator.recover(regions, reservations, live, used);
        snapshot = coordinator.snapshot();
    }

    /** As of the last turn that was said. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Waits for as long as the inbox is full. */
    void post(Event event) throws InterruptedException {
        inbox.put(new Posted.Told(event));
    }

    /** Posts a question; {@code answer} has what it finds, once all that was posted before is durable. */
    <T> void post(Function<Coordinator, T> question, CompletableFuture<T> answer, Duration patience)
            throws InterruptedException {
        var posted = new Posted.Asked(new Question<>(question, answer));
        if (!inbox.offer(posted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Failure(Reason.OVERLOADED, "the leader is behind by " + MOST_POSTED + " events");
        }
    }

    /** What was posted; waits for the first of it until a turn is due in any case. */
    Batch await() throws InterruptedException {
        var batch = new ArrayList<Posted>();
        var first = inbox.poll(dueIn().toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            inbox.drainTo(batch, MOST_PER_TURN - 1);
        }
        return Batch.of(batch);
    }

    /** After so long the next turn is due though nothing is posted; zero: at once. */
    public Duration dueIn() {
        if (coordinator.unfinished()) {
            return Duration.ZERO;
        }
        var now = clock.instant();
        var pauseEnd = coordinator.nextPauseEnd(now);
        var wait = pauseEnd == null ? LONGEST_WAIT : Duration.between(now, pauseEnd);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Whether something was posted and not decided yet. */
    public boolean isPosted() {
        return !inbox.isEmpty();
    }

    /** Decides what was posted, which may be nothing, without waiting. */
    public Turn decide() {
        var batch = new ArrayList<Posted>();
        inbox.drainTo(batch, MOST_PER_TURN);
        return decide(Batch.of(batch));
    }

    Turn decide(Batch batch) {
        Instant now = clock.instant();
        var events = links.before(batch.events(), coordinator, now);
        observer.turnBegins(events);
        var outcome = coordinator.turn(events, now);
        var answers =
                batch.questions().stream().map(one -> one.ask(coordinator)).toList();
        observer.turnDecided();
        return new Turn(outcome, coordinator.snapshot(), answers);
    }

    private void fence(Silences.Due.Fence due) {
        LOG.warnf(
                "region=%s is silent; fence %d is written, its work is given up unless it comes back",
                due.region(), due.number());
        fences.write(due.region(), due.number(), () -> fenced(new Event.Fenced(due.region(), due.number())));
    }

    private void fenced(Event.Fenced fenced) {
        try {
            post(fenced);
        } catch (InterruptedException interrupted) {
            // It is written again where nobody was told that it is there.
            Thread.currentThread().interrupt();
        }
    }

    private static void send(Message message) {
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
}
