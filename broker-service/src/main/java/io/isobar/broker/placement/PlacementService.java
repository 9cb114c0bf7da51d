package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.learning.Learned;
import io.isobar.broker.learning.Run;
import io.isobar.broker.learning.RunBook;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.TrackBook;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.network.LinkBook;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Places what waits, in rounds ({@link Round}), and remembers from one to the next what makes them cheap and steady. Not safe for
 * concurrent use.
 */
public final class PlacementService {
    /** Of one tenant it does not matter what it has. */
    private static final ServiceOrder.Shares ALONE = new ServiceOrder.Shares() {
        @Override
        public Share of(String tenant) {
            return Share.NOTHING;
        }

        @Override
        public Share ofGroup(String group) {
            return Share.NOTHING;
        }
    };

    private final PlacementEngine engine;
    private final Backfill backfill;
    private final Cohorts cohorts;
    private final RunBook runs = new RunBook();
    private final TrackBook tracks;
    private final LinkBook links;
    private final Departures departures = new Departures();
    private final QueueExits exits;
    private @Nullable PlacementIndex lastIndex;
    private Map<PoolKey, PoolReserve> reserves = Map.of();
    private List<Leaving> leaving = List.of();

    public PlacementService(PlacementEngine engine) {
        this.engine = engine;
        this.backfill = new Backfill(engine);
        this.cohorts = new Cohorts(engine.policy().tenants());
        this.exits = new QueueExits(engine);
        this.links = new LinkBook(engine.policy().network());
        var hazards = engine.policy().hazards();
        this.tracks = new TrackBook(hazards.cardHoursPerFailure(), hazards.spotHoursPerReclaim());
    }

    /** Takes in what runs have taught before. */
    public void recall(Map<RunKind, Tally> learned) {
        runs.recall(learned);
        engine.learn(runs.corrections());
    }

    /** Takes in how many first runs had ended in vain. */
    public void recallTrials(Map<Trial, Integer> ended) {
        runs.recallTrials(ended);
        engine.learn(runs.corrections());
    }

    /**
     * Learns from the end of an attempt: of one that has done its work, what it took; of another, as far as it had said how far it was, what it
     * would have taken.
     */
    public void learn(Workload before, Workload after, CapacityBook book) {
        var was = before.attempt();
        var is = after.attempt();
        if (was == null || is == null || !was.id().equals(is.id()) || !was.isLive() || is.isLive()) {
            return;
        }
        var whole = after.state() instanceof WorkloadState.Succeeded
                ? Lessons.of(after, book, engine)
                : Optional.<Run>empty();
        tell(
                whole.or(() -> Lessons.ofPart(after, book, engine))
                        .map(run -> runs.saw(after.id(), run))
                        .orElseGet(() -> runs.leaves(after.id())),
                book);
    }

    /** Learns from how far a workload has come that runs. What it is then known to take replaces what was learned from it before. */
    public void learnUnderWay(Workload running, CapacityBook book) {
        tell(
                Lessons.ofPart(running, book, engine)
                        .map(run -> runs.sees(running.id(), run))
                        .orElseGet(() -> runs.leaves(running.id())),
                book);
    }

    private void tell(Optional<String> family, CapacityBook book) {
        family.ifPresent(changed -> {
            engine.learn(runs.corrections());
            indexOf(book).forget(changed);
        });
    }

    /**
     * Takes up that a workload runs as the first of its family on a model, which a leader before this one may have placed there for what that
     * teaches: until it has ended, no other is wanted there. Nothing where that is known already, or the model of its pool is not known yet.
     */
    public void recallFirst(Workload live, CapacityBook book) {
        var attempt = live.attempt();
        if (attempt == null || live.parts().size() != 1 || !attempt.isLive()) {
            return;
        }
        var given = attempt.assignment();
        var reported = book.modelOf(given.pool());
        var model = reported.isEmpty() ? tracks.modelOf(given.pool()) : reported;
        if (model.isEmpty() && given.shape().units() > 0) {
            return;
        }
        var kind = Lessons.kind(live.spec(), given.shape().units(), given.replicas(), model);
        if (kind != null && runs.corrections().of(kind).isWanted()) {
            tell(runs.tries(live.id(), kind), book);
        }
    }

    /** What was placed runs there no longer, whether or not it did its work. */
    public void over(WorkloadId workload, CapacityBook book) {
        new Trying(runs, engine, indexOf(book)).over(workload);
    }

    /** What runs have taught. */
    public Learned learned() {
        return runs.learned();
    }

    /** What was learned since this was last asked, to be made durable. */
    public Map<RunKind, Tally> takeLearned() {
        return runs.takeTouched();
    }

    /** As {@link #takeLearned}, of first runs that ended. */
    public Map<Trial, Integer> takeTrials() {
        return runs.takeTrials();
    }

    /** How pools keep what they promise. */
    public TrackBook tracks() {
        return tracks;
    }

    private void tell(CapacityBook book) {
        var news = tracks.takeNews();
        news.models().forEach(book::record);
        news.pools().forEach(book::record);
    }

    /** Takes in what is measured of links, in the place of what was known before. */
    public void measured(List<LinkReading> readings) {
        links.take(readings);
    }

    /** Reckons with what of it is fresh, and else with the table; what waits is judged anew where that is something else than before. */
    public void advanceLinks(CapacityBook book, Instant now) {
        links.advance(now).ifPresent(change -> {
            engine.reach(change.network());
            indexOf(book).forget(change.places());
            book.linksChanged();
        });
    }

    /** Pools that are kept for work that waits, as of the last round. */
    public Collection<Hold> holds() {
        return List.copyOf(backfill.holds().values());
    }

    /** What reservations keep of pools, as of the last round. */
    public Map<PoolKey, PoolReserve> reserves() {
        return reserves;
    }

    /** What should leave the queues of sites, as of the last round. */
    public List<Leaving> leaving() {
        return leaving;
    }

    /** What a tenant that holds so much may take, in words for people. */
    public Allowance allowance(String tenant, Holdings holdings) {
        return cohorts.allowanceInWords(tenant, holdings);
    }

    /** What a round decided of a workload. */
    public sealed interface Decided {
        Workload workload();

        Decision decision();

        /** With an assignment for each part. */
        record Placed(Workload workload, Decision decision, List<Assignment> assignments) implements Decided {}

        record Waits(Workload workload, Decision decision) implements Decided {}

        /**
         * It waits until the attempts of others that have to make room for it have ended.
         *
         * @param reclaimed those of the victims that give back what their tenants borrowed
         */
        record Preempts(Workload workload, Decision decision, List<AttemptId> victims, Set<AttemptId> reclaimed)
                implements Decided {}
    }

    /** That work should leave the queue of a site for a better place, which is kept for it meanwhile. */
    public record Leaving(Workload workload, AttemptId attempt, String message) {}

    /**
     * One round.
     *
     * @param holdings what tenants hold, kept up to date with what the round gives
     * @param neighbours sees what the round itself has told of so far
     * @param decided is told of each decision once it stands
     * @return whether another round should follow at once: this one reached its bound, or set free what it kept from some
     */
    public boolean round(
            WaitingLine line,
            CapacityBook book,
            Holdings holdings,
            Neighbours neighbours,
            Instant now,
            Consumer<Decided> decided) {
        book.endMaintenance(now);
        book.advanceReservations(now);
        tell(book);
        var index = indexOf(book);
        var order = order(line, book, holdings);
        var round = new Round(
                cohorts,
                backfill,
                departures,
                index,
                new Trying(runs, engine, index),
                book,
                holdings,
                neighbours,
                now,
                decided);
        boolean again = round.serve(line, order);
        leaving = round.leaveQueues(exits);
        reserves = round.reserves();
        return again;
    }

    private PlacementIndex indexOf(CapacityBook book) {
        var known = lastIndex;
        if (known == null || !known.isOf(book)) {
            known = new PlacementIndex(engine, book);
            lastIndex = known;
        }
        return known;
    }

    private ServiceOrder order(WaitingLine line, CapacityBook book, Holdings holdings) {
        var lines = line.byTenant();
        var tenants = engine.policy().tenants();
        return new ServiceOrder(
                lines, tenants, lines.size() < 2 ? ALONE : new FairShares(book.view(), tenants, holdings));
    }

    /** Empty holdings, for tenants of this policy and the pools of a book. */
    public Holdings holdings(CapacityBook book) {
        var tenants = engine.policy().tenants();
        return new Holdings(tenants, new UsageBook(tenants.usageHalfLife(), new Peaks(book)));
    }
}
