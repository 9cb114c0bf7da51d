package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A round of placement: what waits, in order, against what is free.
 *
 * <p>One workload that cannot be placed blocks no other, and equal ones are judged once for as long as nothing was gained that
 * could change the judgement. A round is bounded; what it does not reach, the next one does. Not safe for concurrent use.
 */
public final class PlacementService {
    static final int MOST_JUDGED = 1_000;
    static final int MOST_PLACED = 500;

    private final PlacementEngine engine;
    private @Nullable PlacementIndex lastIndex;

    public PlacementService(PlacementEngine engine) {
        this.engine = engine;
    }

    /** What a round decided of a workload. */
    public sealed interface Decided {
        Workload workload();

        Decision decision();

        record Placed(Workload workload, Decision decision, Assignment assignment) implements Decided {}

        record Waits(Workload workload, Decision decision) implements Decided {}
    }

    /**
     * One round.
     *
     * @param holdings what tenants hold, kept up to date with what the round gives
     * @param neighbours sees what the round itself has decided so far
     * @param decided is told of each decision as it is taken
     * @return whether the round reached its bound, so that another one should follow at once
     */
    public boolean round(
            WaitingLine line,
            CapacityBook book,
            Holdings holdings,
            Neighbours neighbours,
            Instant now,
            Consumer<Decided> decided) {
        var index = indexOf(book);
        int judged = 0;
        int placed = 0;
        var served = new ArrayList<Served>();
        // 1. Take what waits in the order of service; who waits out a pause is passed over.
        var order = order(line, book, holdings);
        for (var waiting = order.next(); waiting != null; waiting = order.next()) {
            var workload = waiting.workload();
            var pause = workload.notBefore();
            if (pause != null && pause.isAfter(now)) {
                continue;
            }
            // 2. An equal one was judged already, and nothing was gained since.
            var known = waiting.shape().verdictAt(book.gains());
            if (known != null) {
                decided.accept(new Decided.Waits(workload, known));
                continue;
            }
            if (judged == MOST_JUDGED || placed == MOST_PLACED) {
                tell(served, index, book, holdings, now, decided);
                return true;
            }
            if (workload.spec().placement().spread() != null) {
                // It counts its neighbours, who are not seen before they are told of.
                tell(served, index, book, holdings, now, decided);
            }
            judged++;
            // 3. Decide on the book as the workloads before left it.
            var crowded = crowded(workload.spec(), book, neighbours);
            var asked = new Asked(workload.spec(), workload.avoided(), crowded);
            var one = new Served(waiting, asked, index.decide(asked, now));
            if (one.decision().placed()) {
                // 4. Deduct at once, so that nothing is given away twice before the region reports.
                take(one, book, holdings);
                placed++;
            } else {
                waiting.shape().cannotBePlaced(book.gains(), one.decision());
            }
            served.add(one);
        }
        tell(served, index, book, holdings, now, decided);
        return false;
    }

    /** 5. Before anybody is told, let those of one tenant exchange places. */
    private static void tell(
            List<Served> served,
            PlacementIndex index,
            CapacityBook book,
            Holdings holdings,
            Instant now,
            Consumer<Decided> decided) {
        for (var one : new Exchanges(index, book, now).among(served)) {
            if (one.decision().placed()) {
                hold(one, holdings);
                decided.accept(placed(one));
            } else {
                decided.accept(new Decided.Waits(one.waiting().workload(), one.decision()));
            }
        }
        served.clear();
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
        var shares = new FairShares(book.view(), engine.policy().weights());
        return new ServiceOrder(lines, tenant -> shares.of(tenant, holdings.of(tenant)));
    }

    private static void take(Served one, CapacityBook book, Holdings holdings) {
        var chosen = one.decision().chosen();
        book.deduct(one.holder(), chosen.pool(), chosen.shape(), chosen.replicas());
        hold(one, holdings);
    }

    private static void hold(Served one, Holdings holdings) {
        var chosen = one.decision().chosen();
        holdings.take(one.holder(), one.tenant(), chosen.pool(), chosen.shape(), chosen.replicas());
    }

    private static Decided.Placed placed(Served one) {
        var chosen = one.decision().chosen();
        var runTime = chosen.runTime() instanceof RunTime.Known known ? known.time() : null;
        return new Decided.Placed(
                one.waiting().workload(),
                one.decision(),
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
