package io.isobar.bench.prices;

import io.isobar.bench.prices.PriceFeed.Change;
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
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementIndex;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Vicinity;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays dated prices as reports of regions, and plans the same workloads each day. A plan must change on the days on which the cheapest offer
 * becomes another one, and on no other: what is cheapest is read off the prices by a loop of its own.
 */
final class PriceBenchmark {
    private static final Currency USD = Currency.getInstance("USD");
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();

    /** What is asked for, as the feed calls it; it does not tell the kinds of one model apart. */
    private static final Map<String, String> MODELS = new TreeMap<>(Map.of(
            "T4", "nvidia-t4",
            "L4", "nvidia-l4",
            "A10", "nvidia-a10",
            "V100", "nvidia-v100-sxm2-16gb",
            "A100-80GB", "nvidia-a100-sxm4-80gb",
            "H100", "nvidia-h100-sxm5-80gb",
            "H200", "nvidia-h200-sxm-141gb"));

    private final CapacityBook book = new CapacityBook();
    private final PlacementIndex index;
    private final Map<PoolKey, Change> prices = new HashMap<>();
    private final Map<PoolKey, Long> sequences = new HashMap<>();
    private final Map<RegionName, Set<String>> poolsOf = new HashMap<>();
    private final Map<String, PoolKey> planned = new HashMap<>();
    private final Map<String, PoolKey> cheapest = new HashMap<>();
    private int plans;
    private int changes;

    private PriceBenchmark() {
        var engine = new PlacementEngine(new Policy(CATALOG, ExchangeRates.none(USD), USD, "replay"));
        this.index = new PlacementIndex(engine, book);
    }

    /** {@code FILE}: the feed. */
    public static void main(String[] arguments) throws IOException {
        var feed = PriceFeed.read(Path.of(arguments[0]));
        var replay = new PriceBenchmark();
        feed.forEach(replay::day);
        System.out.printf(
                Locale.ROOT,
                "%,d changes on %d days, %,d pools: of %d plans after the first day %d changed, each on a day on which another"
                        + " offer became the cheapest, and none missed one%n",
                feed.values().stream().mapToInt(List::size).sum(),
                feed.size(),
                replay.prices.size(),
                replay.plans,
                replay.changes);
    }

    private void day(LocalDate day, List<Change> changed) {
        var now = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        changed.stream().filter(one -> MODELS.containsKey(one.accelerator())).forEach(one -> take(one, now));
        for (var accelerator : MODELS.keySet()) {
            for (var mode : List.of(BillingMode.ON_DEMAND, BillingMode.SPOT)) {
                compare(day, accelerator, mode, now);
            }
        }
    }

    private void compare(LocalDate day, String accelerator, BillingMode mode, Instant now) {
        var best = cheapest(accelerator, mode);
        var chosen = index.decide(new Asked(workload(accelerator, mode), Set.of(), Vicinity.OPEN), now);
        var place = chosen.placed() ? chosen.chosen().pool() : null;
        var what = accelerator + " " + mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        require(day, what, best == null ? place == null : best.pool().equals(place), best, place);
        if (best == null || place == null) {
            return;
        }
        var price = priceOf(best, mode);
        require(day, what, chosen.chosen().pricePerHour().equals(price), best, place);
        var planBefore = planned.put(what, place);
        var cheapestBefore = cheapest.put(what, best.pool());
        if (planBefore == null) {
            return;
        }
        plans++;
        boolean moved = !planBefore.equals(place);
        require(day, what, moved == !best.pool().equals(cheapestBefore), best, place);
        if (moved) {
            changes++;
            System.out.printf(Locale.ROOT, "%s %-20s %s -> %s at %s%n", day, what, planBefore, place, price);
        }
    }

    private static void require(
            LocalDate day, String what, boolean holds, @Nullable Change best, @Nullable PoolKey chosen) {
        if (!holds) {
            throw new IllegalStateException(
                    day + " " + what + ": the plan is " + chosen + ", the cheapest offer is " + best);
        }
    }

    /** By price, and then by name. */
    private @Nullable Change cheapest(String accelerator, BillingMode mode) {
        return prices.values().stream()
                .filter(one -> one.accelerator().equals(accelerator) && priceOf(one, mode) != null)
                .min(Comparator.<Change>comparingLong(one -> micros(one, mode)).thenComparing(Change::pool))
                .orElse(null);
    }

    private static @Nullable Money priceOf(Change of, BillingMode mode) {
        return mode == BillingMode.SPOT ? of.spot() : of.onDemand();
    }

    private static long micros(Change of, BillingMode mode) {
        var price = priceOf(of, mode);
        return price == null ? Long.MAX_VALUE : price.micros();
    }

    private void take(Change change, Instant now) {
        var pool = change.pool();
        prices.put(pool, change);
        var region = pool.region();
        var known = poolsOf.computeIfAbsent(region, name -> {
            book.connected(
                    new RegionFacts(
                            name,
                            change.provider(),
                            new Place(null, null, null, null, null, null),
                            RegionFacts.Manager.SIMULATED,
                            ComputeClass.INTELLIGENT,
                            "replay"),
                    now);
            return new HashSet<>();
        });
        book.report(report(change, now), now);
        known.add(pool.pool());
        book.synchronised(region, Set.copyOf(known));
    }

    private PoolReport report(Change change, Instant now) {
        var model = model(change.accelerator());
        var facts = new PoolFacts(
                new PoolAccelerator(
                        model.name(),
                        model,
                        model.unitKind(),
                        model.memoryPerUnit().orElse(null),
                        ""),
                HostArchitecture.X86_64,
                List.of(new PoolFacts.InstalledStack(model.stack(), null, "570.86")),
                null,
                true);
        var offers = new ArrayList<Offer>();
        var onDemand = change.onDemand();
        if (onDemand != null) {
            offers.add(new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, onDemand, null));
        }
        var spot = change.spot();
        if (spot != null) {
            offers.add(new Offer(BillingMode.SPOT, Offer.Unit.CARD_HOUR, spot, null));
        }
        // Nodes of one card: how machines are cut is not what is asked here.
        var free = new Histogram(List.of(
                new NodeBucket(8, new Amount(1, 1), new Amount(16_000, 16_000), new Amount(1L << 36, 1L << 36))));
        return new PoolReport(
                change.pool(),
                facts,
                sequences.merge(change.pool(), 1L, Long::sum),
                now,
                Duration.ofDays(365),
                free,
                0,
                offers);
    }

    private static AcceleratorModel model(String accelerator) {
        var id = MODELS.getOrDefault(accelerator, "");
        return CATALOG.find(id).orElseThrow(() -> new IllegalStateException("no " + id + " in the catalogue"));
    }

    private static WorkloadSpec workload(String accelerator, BillingMode mode) {
        var model = model(accelerator);
        return new WorkloadSpec(
                "fixed",
                "default",
                Map.of(),
                ComputeClass.INTELLIGENT,
                0,
                1,
                new GangRule(1, null, false),
                new Resources(
                        List.of(new AcceleratorChoice.Named(model.name(), model.id(), 1, null)),
                        false,
                        CpuRange.atLeast(Cpu.ofCores(1)),
                        null),
                List.of(new Variant(model.stack(), null, List.of("train"), Map.of(), List.of(), null, null)),
                List.of(),
                null,
                List.of(),
                null,
                PlacementRules.NONE,
                Objective.CHEAPEST,
                new Billing(mode, null),
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);
    }
}
