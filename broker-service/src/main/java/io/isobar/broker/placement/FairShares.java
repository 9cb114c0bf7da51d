package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.placement.Holdings.Sum;
import java.util.HashMap;
import java.util.Map;

/**
 * Dominant resource fairness (Ghodsi et al., NSDI 2011) over the whole federation: a tenant's share is the largest of its shares
 * of accelerators, processors and memory, divided by its weight. Accelerators count by their dense fp16 peak, so that eight small
 * cards are not eight large ones; one of unknown peak counts as {@value #USUAL_PEAK} TFLOPS.
 */
final class FairShares {
    private static final double USUAL_PEAK = 312;

    private final Tenants tenants;
    private final Map<PoolKey, Double> peaks = new HashMap<>();
    private double accelerators;
    private double millicpus;
    private double memoryBytes;

    FairShares(FederationView view, Tenants tenants) {
        this.tenants = tenants;
        view.pools().forEach(this::add);
    }

    private void add(PoolView pool) {
        var accelerator = pool.facts().accelerator();
        var model = accelerator == null ? null : accelerator.model();
        double peak = model == null ? USUAL_PEAK : model.denseTflops("fp16").orElse(USUAL_PEAK);
        peaks.put(pool.key(), peak);
        for (NodeBucket bucket : pool.free().buckets()) {
            accelerators += peak * bucket.nodes() * bucket.units().total();
            millicpus += bucket.millicpus() == null
                    ? 0
                    : (double) bucket.nodes() * bucket.millicpus().total();
            memoryBytes += bucket.memoryBytes() == null
                    ? 0
                    : (double) bucket.nodes() * bucket.memoryBytes().total();
        }
    }

    /** 0 for one that holds nothing; 1 is all of something, at the usual weight. */
    double of(String tenant, Map<PoolKey, Sum> held) {
        double units = 0;
        double cpus = 0;
        double memory = 0;
        for (var entry : held.entrySet()) {
            var sum = entry.getValue();
            units += peaks.getOrDefault(entry.getKey(), USUAL_PEAK) * sum.units();
            cpus += sum.millicpus();
            memory += sum.memoryBytes();
        }
        double dominant =
                Math.max(part(units, accelerators), Math.max(part(cpus, millicpus), part(memory, memoryBytes)));
        return dominant / tenants.of(tenant).weight();
    }

    /** Of what nobody offers any more, whoever holds some holds all. */
    private static double part(double held, double all) {
        return held == 0 ? 0 : held / Math.max(held, all);
    }
}
