package io.isobar.broker.samples;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Regions and pools. */
public final class Pools {
    public static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    public static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    public static final String A100_80 = "nvidia-a100-sxm4-80gb";

    private static final long GIB = 1L << 30;

    private Pools() {}

    public static RegionFacts region(String name) {
        return region(name, "CN");
    }

    public static RegionFacts region(String name, @Nullable String country) {
        return new RegionFacts(
                new RegionName(name),
                "provider-of-" + name,
                new Place(country, null, null, null, null, null),
                RegionFacts.Manager.SIMULATED,
                ComputeClass.INTELLIGENT,
                "test");
    }

    public static PoolKey key(String region, String pool) {
        return new PoolKey(new RegionName(region), pool);
    }

    /** Nodes with so many units each, of which so many are free, 128 cores and 1 TiB. */
    public static NodeBucket nodes(int count, int units, int free) {
        return new NodeBucket(
                count, new Amount(units, free), new Amount(128_000, 128_000), new Amount(1024 * GIB, 1024 * GIB));
    }

    public static Histogram histogram(NodeBucket... buckets) {
        return new Histogram(List.of(buckets));
    }

    public static Offer perCard(String price) {
        return new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, Money.parse(price), null);
    }

    public static Offer perCore(String price) {
        return new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse(price), null);
    }

    public static PoolFacts accelerated(String modelId) {
        var model = CATALOG.find(modelId).orElseThrow();
        return new PoolFacts(
                new PoolAccelerator(
                        model.name(),
                        model,
                        model.unitKind(),
                        model.memoryPerUnit().orElse(null),
                        ""),
                HostArchitecture.X86_64,
                List.of(new PoolFacts.InstalledStack(model.stack(), null, null)),
                "domain-1",
                true);
    }

    public static PoolFacts general() {
        return new PoolFacts(null, HostArchitecture.X86_64, List.of(), null, false);
    }

    public static PoolReport report(PoolKey key, long sequence, PoolFacts facts, Histogram capacity, Offer... offers) {
        return new PoolReport(key, facts, sequence, NOW, Duration.ofMinutes(1), capacity, 0, List.of(offers));
    }

    public static PoolReport a100s(String region, long sequence, Histogram capacity, String price) {
        return report(key(region, "a100"), sequence, accelerated(A100_80), capacity, perCard(price));
    }

    /** Places in a queue, like the nodes of another pool. */
    public static PoolReport queue(PoolKey key, PoolReport nodes, SiteQueue queue) {
        return new PoolReport(
                key,
                nodes.facts(),
                nodes.sequence(),
                nodes.observedAt(),
                nodes.validity(),
                nodes.capacity(),
                nodes.unusableNodes(),
                nodes.foreign(),
                nodes.offers(),
                queue);
    }

    public static PoolReport machine(String region, long sequence, long cores, long freeCores) {
        return report(
                key(region, "machine"),
                sequence,
                general(),
                histogram(new NodeBucket(
                        1,
                        new Amount(0, 0),
                        new Amount(cores * 1000, freeCores * 1000),
                        new Amount(64 * GIB, 64 * GIB))),
                perCore("0.1 CNY"));
    }

    public static Memory gib(long gibibytes) {
        return Memory.ofGibibytes(gibibytes);
    }
}
