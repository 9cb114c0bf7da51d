package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Weighted dominant resource fairness (Ghodsi et al., NSDI 2011) over the whole federation, at each level of tenants and groups: a
 * share is the largest of its shares of accelerators, processors and memory, divided by its weight. What a tenant has is what it used,
 * decayed ({@link Used}), and what it holds now, for an hour; a group has what its members have. Accelerators count by their dense fp16
 * peak.
 */
final class FairShares implements ServiceOrder.Shares {
    /**
     * What is held counts as if it were used for so long. Much less than the half-life: where there is room for few at a time, who holds
     * nothing at the moment must not be taken for one who had nothing.
     */
    private static final double HELD_COUNTS_HOURS = 1;

    private final Tenants tenants;
    private final Holdings holdings;
    private final Map<PoolKey, Double> peaks = new HashMap<>();
    private final Map<String, Amounts> own = new HashMap<>();
    private final Map<String, Amounts> groups = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Set<String> groupNames;
    private Amounts all = Amounts.NOTHING;

    /** Units times TFLOPS, thousandths of processors, bytes. */
    private record Amounts(double accelerators, double millicpus, double memoryBytes) {
        static final Amounts NOTHING = new Amounts(0, 0, 0);

        Amounts plus(Amounts other) {
            return new Amounts(
                    accelerators + other.accelerators, millicpus + other.millicpus, memoryBytes + other.memoryBytes);
        }

        Amounts minus(Amounts other) {
            return new Amounts(
                    accelerators - other.accelerators, millicpus - other.millicpus, memoryBytes - other.memoryBytes);
        }
    }

    FairShares(FederationView view, Tenants tenants, Holdings holdings) {
        this.tenants = tenants;
        this.holdings = holdings;
        this.groupNames = tenants.groups();
        view.pools().forEach(this::add);
        // Who waits for nothing counts for its group all the same.
        holdings.tenants().forEach(this::refresh);
    }

    private void add(PoolView pool) {
        double peak = Peaks.of(pool.facts());
        peaks.put(pool.key(), peak);
        for (NodeBucket bucket : pool.free().buckets()) {
            double nodes = bucket.nodes();
            all = all.plus(new Amounts(
                    peak * nodes * bucket.units().total(),
                    bucket.millicpus() == null ? 0 : nodes * bucket.millicpus().total(),
                    bucket.memoryBytes() == null
                            ? 0
                            : nodes * bucket.memoryBytes().total()));
        }
    }

    /** Takes in what the tenant has now. */
    private void refresh(String tenant) {
        var last = seen.put(tenant, holdings.changes());
        if (last != null && last == holdings.changes()) {
            return;
        }
        var now = amounts(tenant);
        var before = own.put(tenant, now);
        var gained = before == null ? now : now.minus(before);
        for (var group : tenants.above(tenant)) {
            groups.merge(group, gained, Amounts::plus);
        }
        if (groupNames.contains(tenant)) {
            groups.merge(tenant, gained, Amounts::plus);
        }
    }

    private Amounts amounts(String tenant) {
        var held = Amounts.NOTHING;
        for (var entry : holdings.of(tenant).entrySet()) {
            var sum = entry.getValue();
            held = held.plus(new Amounts(
                    peaks.getOrDefault(entry.getKey(), Peaks.USUAL) * sum.units(), sum.millicpus(), sum.memoryBytes()));
        }
        var used = holdings.usedBy(tenant);
        return held.plus(new Amounts(
                used.acceleratorHours() / HELD_COUNTS_HOURS, used.coreHours() * 1_000 / HELD_COUNTS_HOURS, 0));
    }

    /** Of a tenant beside its siblings: 0 for one that has nothing; 1 is all of something, at the usual weight. */
    @Override
    public Share of(String tenant) {
        refresh(tenant);
        return share(
                own.getOrDefault(tenant, Amounts.NOTHING), tenants.of(tenant).weight());
    }

    /** Of a group beside its siblings. */
    @Override
    public Share ofGroup(String group) {
        return share(
                groups.getOrDefault(group, Amounts.NOTHING), tenants.of(group).weight());
    }

    private Share share(Amounts has, double weight) {
        double dominant = Math.max(
                part(has.accelerators, all.accelerators),
                Math.max(part(has.millicpus, all.millicpus), part(has.memoryBytes, all.memoryBytes)));
        return weight == 0 ? new Share(true, dominant) : new Share(false, dominant / weight);
    }

    /** More than 1 where more was used than is there now. Of what nobody offers any more, whoever has some has all. */
    private static double part(double has, double all) {
        return has <= 0 ? 0 : all <= 0 ? 1 : has / all;
    }
}
