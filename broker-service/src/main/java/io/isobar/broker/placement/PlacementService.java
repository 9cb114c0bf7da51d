package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Places what waits, in rounds ({@link Round}), and remembers from one to the next what makes them cheap and steady. Not safe for
 * concurrent use.
 */
public final class PlacementService {
    private final PlacementEngine engine;
    private final Backfill backfill;
    private @Nullable PlacementIndex lastIndex;

    public PlacementService(PlacementEngine engine) {
        this.engine = engine;
        this.backfill = new Backfill(engine);
    }

    PlacementEngine engine() {
        return engine;
    }

    /** Pools that are kept for work that waits, as of the last round. */
    public Collection<Hold> holds() {
        return List.copyOf(backfill.holds().values());
    }

    /** What a tenant that holds so much may take. */
    public Allowance allowance(String tenant, Holdings holdings) {
        var quota = engine.policy().tenants().of(tenant).quota();
        return quota.isNone() ? Allowance.ANYTHING : new Allowance(quota, holdings.totalOf(tenant));
    }

    /** What a round decided of a workload. */
    public sealed interface Decided {
        Workload workload();

        Decision decision();

        /** With an assignment for each part. */
        record Placed(Workload workload, Decision decision, List<Assignment> assignments) implements Decided {}

        record Waits(Workload workload, Decision decision) implements Decided {}

        /** It waits until the attempts of others that have to make room for it have ended. */
        record Preempts(Workload workload, Decision decision, List<AttemptId> victims) implements Decided {}
    }

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
        var index = indexOf(book);
        var order = order(line, book, holdings);
        return new Round(this, backfill, index, book, holdings, neighbours, now, decided).serve(order);
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
        if (lines.size() < 2) {
            return new ServiceOrder(lines, tenant -> 0);
        }
        var shares = new FairShares(book.view(), engine.policy().tenants());
        return new ServiceOrder(lines, tenant -> shares.of(tenant, holdings.of(tenant)));
    }
}
