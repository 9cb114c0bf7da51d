package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.WaitingLine.Waiting;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A round of placement: what waits, in order, against what is free.
 *
 * <p>One workload that cannot be placed blocks no other, and equal ones are judged once for as long as nothing was gained that
 * could change the judgement. Who waits for capacity has a pool kept for it ({@link Backfill}). A round is bounded; what it does not reach, the next one does. Not safe for concurrent use.
 */
public final class PlacementService {
    static final int MOST_JUDGED = 1_000;
    static final int MOST_PLACED = 500;

    private final PlacementEngine engine;
    private final Backfill backfill;
    private @Nullable PlacementIndex lastIndex;

    public PlacementService(PlacementEngine engine) {
        this.engine = engine;
        this.backfill = new Backfill(engine);
    }

    /** Pools that are kept for work that waits, as of the last round. */
    public Collection<Hold> holds() {
        return List.copyOf(backfill.holds().values());
    }

    /** What a round decided of a workload. */
    public sealed interface Decided {
        Workload workload();

        Decision decision();

        record Placed(Workload workload, Decision decision, Assignment assignment) implements Decided {}

        record Waits(Workload workload, Decision decision) implements Decided {}

        /** It waits until the attempts of others that have to make room for it have ended. */
        record Preempts(Workload workload, Decision decision, List<AttemptId> victims) implements Decided {}
    }

    /**
     * One round.
     *
     * @param holdings what tenants hold, kept up to date with what the round gives
     * @param neighbours sees what the round itself has decided so far
     * @param decided is told of each decision as it is taken
     * @return whether another round should follow at once: this one reached its bound, or set free what it kept from some
     */
    public boolean round(
            WaitingLine line,
            CapacityBook book,
            Holdings holdings,
            Neighbours neighbours,
            Instant now,
            Consumer<Decided> decided) {
        var index = indexOf(book);
        backfill.begin();
        int judged = 0;
        int placed = 0;
        // 1. Take what waits in the order of service; who waits out a pause is passed over.
        var order = order(line, book, holdings);
        for (var waiting = order.next(); waiting != null; waiting = order.next()) {
            var workload = waiting.workload();
            var pause = workload.notBefore();
            if (pause != null && pause.isAfter(now)) {
                continue;
            }
            // 2. An equal one was judged already, and nothing was gained since.
            var known = waiting.shape().verdictAt(gains(book));
            if (known != null) {
                decided.accept(
                        keep(waiting, asked(workload, book, holdings, neighbours), known, book, neighbours, now));
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                return true;
            }
            judged++;
            // 3. Decide on the book as the workloads before left it.
            var asked = asked(workload, book, holdings, neighbours);
            var decision = index.decide(asked.behind(backfill.holds()), now);
            if (!decision.placed()) {
                waiting.shape().cannotBePlaced(gains(book), decision);
                // 4. Keep a pool for it, so that what comes later does not delay it; what counts less may have to make
                // room.
                decided.accept(keep(waiting, asked, decision, book, neighbours, now));
                continue;
            }
            // 5. Deduct at once, so that nothing is given away twice before the region reports.
            decided.accept(place(waiting, decision, book, holdings));
            backfill.placed(decision.chosen(), decision.chosen().endAt(workload.spec(), now));
            placed++;
        }
        return backfill.end();
    }

    private Decided keep(
            Waiting waiting, Asked asked, Decision decision, CapacityBook book, Neighbours neighbours, Instant now) {
        var victims = backfill.keepFor(waiting, asked, decision, book, neighbours, now).stream()
                .map(Occupant::attempt)
                .toList();
        return victims.isEmpty()
                ? new Decided.Waits(waiting.workload(), decision)
                : new Decided.Preempts(waiting.workload(), decision, victims);
    }

    /** Grows with all that could turn a no into a yes. */
    private long gains(CapacityBook book) {
        return book.gains() + backfill.loosened();
    }

    private Asked asked(Workload workload, CapacityBook book, Holdings holdings, Neighbours neighbours) {
        var spec = workload.spec();
        return new Asked(spec, workload.avoided(), crowded(spec, book, neighbours))
                .within(allowance(spec.tenant(), holdings));
    }

    /** What a tenant that holds so much may take. */
    public Allowance allowance(String tenant, Holdings holdings) {
        var quota = engine.policy().tenants().quotaOf(tenant);
        return quota.isNone() ? Allowance.ANYTHING : new Allowance(quota, holdings.totalOf(tenant));
    }

    private PlacementIndex indexOf(CapacityBook book) {
        var known = lastIndex;
        if (known == null || !known.isOf(book)) {
            known = new PlacementIndex(engine, book);
            lastIndex = known;
        }
        return known;
    }

    /** Only for a spread rule are the regions counted through. */
    private static Set<String> crowded(WorkloadSpec spec, CapacityBook book, Neighbours neighbours) {
        return spec.placement().spread() == null
                ? Set.of()
                : Neighbours.crowded(spec, book.view().regions(), neighbours);
    }

    private ServiceOrder order(WaitingLine line, CapacityBook book, Holdings holdings) {
        var lines = line.byTenant();
        if (lines.size() < 2) {
            return new ServiceOrder(lines, tenant -> 0);
        }
        var shares = new FairShares(book.view(), engine.policy().tenants());
        return new ServiceOrder(lines, tenant -> shares.of(tenant, holdings.of(tenant)));
    }

    private static Decided.Placed place(Waiting waiting, Decision decision, CapacityBook book, Holdings holdings) {
        var workload = waiting.workload();
        var chosen = decision.chosen();
        var next = new AttemptId(workload.id(), workload.attempts() + 1L);
        book.deduct(next.toString(), chosen.pool(), chosen.shape(), chosen.replicas());
        holdings.take(next.toString(), workload.spec().tenant(), chosen.pool(), chosen.shape(), chosen.replicas());
        var runTime = chosen.runTime() instanceof RunTime.Known known ? known.time() : null;
        return new Decided.Placed(
                workload,
                decision,
                new Assignment(
                        chosen.pool(),
                        chosen.variant(),
                        chosen.replicas(),
                        chosen.shape(),
                        chosen.offer(),
                        chosen.pricePerHour(),
                        runTime));
    }
}
