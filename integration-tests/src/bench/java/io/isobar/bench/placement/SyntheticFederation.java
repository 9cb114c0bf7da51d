package io.isobar.bench.placement;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Regions of 50 pools of 100 accelerators each, on nodes of eight (the last one of four), of which about half are free.
 * The same seed makes the same federation.
 */
final class SyntheticFederation {
    static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");

    /** What pools have, each as often as any other. */
    static final List<String> MODELS = List.of(
            "nvidia-a100-sxm4-80gb",
            "nvidia-a800-sxm4-80gb",
            "nvidia-h100-sxm5-80gb",
            "nvidia-h800-sxm5-80gb",
            "nvidia-h20-96gb",
            "nvidia-l40s",
            "nvidia-v100-sxm2-32gb",
            "huawei-ascend-910b2",
            "huawei-ascend-910b4",
            "hygon-k100-ai",
            "cambricon-mlu370-x8",
            "amd-mi300x");

    private static final int POOLS_PER_REGION = 50;
    private static final int UNITS = 100;
    private static final long GIB = 1L << 30;
    private static final List<String> COUNTRIES = List.of("CN", "CN", "CN", "CN", "SG", "DE", "US");

    private static final int HISTOGRAMS = 4_096;

    private final Random random;
    private final List<PoolReport> reports = new ArrayList<>();
    private final List<Histogram> halfFree = new ArrayList<>();

    SyntheticFederation(int pools, long seed) {
        random = new Random(seed);
        for (int i = 0; i < HISTOGRAMS; i++) {
            halfFree.add(halfFree());
        }
        for (int i = 0; i < pools; i++) {
            var region = String.format(Locale.ROOT, "region-%04d", i / POOLS_PER_REGION);
            reports.add(first(new PoolKey(new RegionName(region), "pool-" + i % POOLS_PER_REGION)));
        }
    }

    int pools() {
        return reports.size();
    }

    /** All of it connected and reported. */
    CapacityBook book() {
        var book = new CapacityBook();
        reports.stream()
                .collect(Collectors.groupingBy(report -> report.key().region()))
                .forEach((name, pools) -> {
                    var facts = new RegionFacts(
                            name,
                            "provider-" + name.value().substring(name.value().length() - 2),
                            new Place(COUNTRIES.get(random.nextInt(COUNTRIES.size())), null, null, null, null, null),
                            RegionFacts.Manager.SIMULATED,
                            ComputeClass.INTELLIGENT,
                            "bench");
                    book.connected(facts, START);
                    pools.forEach(report -> book.report(report, START));
                    book.synchronised(
                            name,
                            pools.stream().map(report -> report.key().pool()).collect(Collectors.toUnmodifiableSet()));
                });
        return book;
    }

    /** The next report of a pool: other nodes are free than before, half of the accelerators still. */
    PoolReport next(int pool) {
        var last = reports.get(pool);
        var next = new PoolReport(
                last.key(),
                last.facts(),
                last.sequence() + 1,
                START,
                last.validity(),
                halfFree.get(random.nextInt(HISTOGRAMS)),
                0,
                last.offers());
        reports.set(pool, next);
        return next;
    }

    PoolKey key(int pool) {
        return reports.get(pool).key();
    }

    private PoolReport first(PoolKey key) {
        var model = CATALOG.find(MODELS.get(random.nextInt(MODELS.size()))).orElseThrow();
        var host = model.id().startsWith("huawei") ? HostArchitecture.AARCH64 : HostArchitecture.X86_64;
        var facts = new PoolFacts(
                new PoolAccelerator(
                        model.name(),
                        model,
                        model.unitKind(),
                        model.memoryPerUnit().orElse(null),
                        ""),
                host,
                List.of(new PoolFacts.InstalledStack(
                        model.stack(), null, random.nextInt(4) == 0 ? "535.104" : "570.86")),
                random.nextInt(3) == 0 ? null : "leaf",
                random.nextInt(10) > 0);
        return new PoolReport(
                key, facts, 1, START, Duration.ofHours(10), halfFree.get(random.nextInt(HISTOGRAMS)), 0, offers(model));
    }

    private List<Offer> offers(AcceleratorModel model) {
        double fair = 4 + 1.5 * MODELS.indexOf(model.id());
        double price = fair * Math.exp(0.25 * random.nextGaussian());
        var foreign = random.nextInt(5) == 0;
        var currency = Currency.getInstance(foreign ? "USD" : "CNY");
        long micros = Math.round((foreign ? price / 7.1 : price) * 10_000) * 100;
        return List.of(
                new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, new Money(micros, currency), null),
                new Offer(BillingMode.SPOT, Offer.Unit.CARD_HOUR, new Money(micros * 2 / 5, currency), null));
    }

    private Histogram halfFree() {
        int[] nodesByFree = new int[9];
        for (int i = 0; i < UNITS / 8; i++) {
            nodesByFree[random.nextInt(9)]++;
        }
        var buckets = new ArrayList<NodeBucket>();
        for (int free = 0; free < nodesByFree.length; free++) {
            if (nodesByFree[free] > 0) {
                buckets.add(node(nodesByFree[free], 8, free));
            }
        }
        buckets.add(node(1, 4, random.nextInt(5)));
        return new Histogram(buckets);
    }

    private static NodeBucket node(int nodes, int units, int free) {
        return new NodeBucket(
                nodes,
                new Amount(units, free),
                new Amount(16_000L * units, 16_000L * free),
                new Amount(128 * GIB * units, 128 * GIB * free));
    }
}
