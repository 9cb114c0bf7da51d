package io.isobar.broker.placement;

import io.isobar.broker.capacity.AcceleratorKind;
import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.ForeignLoad;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.capacity.SiteQueue;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A federation to which anything happens that can: a step at a time, by chance. Equal prices are frequent. */
final class RandomFederation extends Dice {
    static final List<String> MODELS =
            List.of(Pools.A100_80, "nvidia-h100-sxm5-80gb", "huawei-ascend-910b2", "nvidia-l40s", "hygon-k100-ai");

    private static final long GIB = 1L << 30;

    final CapacityBook book = new CapacityBook();
    private final int regions;
    private final int pools;
    private final Map<PoolKey, PoolReport> last = new HashMap<>();
    /** How often the pool of a place was replaced. */
    private final Map<Integer, Integer> replaced = new HashMap<>();

    private final List<String> holders = new ArrayList<>();
    private Instant now = Pools.NOW;
    private long sequence;

    RandomFederation(RandomGenerator random) {
        super(random);
        regions = 1 + random.nextInt(6);
        pools = 1 + random.nextInt(8);
        IntStream.range(0, regions).forEach(this::connect);
        IntStream.range(0, 2 * MODELS.size()).forEach(any -> ask());
    }

    Instant now() {
        return now;
    }

    List<String> regionNames() {
        return IntStream.range(0, regions).mapToObj(i -> name(i).value()).toList();
    }

    /** Something happens; what it was. */
    String step() {
        int region = random.nextInt(regions);
        var pool = key(region, random.nextInt(pools));
        int what = random.nextInt(41);
        switch (what) {
            case 0 -> connect(region);
            case 1 -> book.disconnected(name(region));
            case 2 -> book.cordon(name(region), random.nextBoolean() ? "works" : null);
            case 3 -> book.quarantine(pool, "nonsense");
            case 4 -> book.withdraw(pool);
            case 5 ->
                book.heard(
                        name(region), now, new ClockOffset(Duration.ZERO, Duration.ofMillis(1)), Duration.ofMillis(2));
            case 6, 7 -> report(pool, null);
            case 8, 9 -> now = now.plusMillis(random.nextInt(20_000));
            // The clock of a machine can be set back.
            case 10 -> now = now.minusMillis(random.nextInt(10_000));
            case 11, 12, 13, 14, 15 -> report(pool, last.get(pool));
            case 16, 17, 18 -> release();
            case 20, 21, 22 -> ask();
            case 19 -> {
                if (!holders.isEmpty()) {
                    book.cover(holders.get(random.nextInt(holders.size())), sequence + random.nextInt(5) - 2);
                }
            }
            case 23 ->
                book.maintain(
                        name(region),
                        orNull(new Maintenance(
                                now.plusSeconds(random.nextInt(15_000) - 10),
                                now.plusSeconds(15_000 + random.nextInt(30)),
                                Duration.ofSeconds(random.nextInt(10_000)),
                                "")));
            case 24, 25 -> reserve(pool);
            case 26 -> book.unreserve(pool, pick("demo", "other"));
            case 28, 29 -> book.record(pool, record());
            case 30 -> book.record(pick(MODELS.toArray(String[]::new)), record());
            case 27 -> {
                if (!book.reservedPools().isEmpty()) {
                    now = now.plusSeconds(random.nextInt(2_000));
                }
            }
            case 31 -> replace();
            default ->
                take(pool, new ReplicaShape(random.nextInt(5), random.nextInt(3) * 8_000L, 0), 1 + random.nextInt(3));
        }
        book.ageReports(now);
        book.endMaintenance(now);
        book.advanceReservations(now);
        return what + " at " + now;
    }

    /** A pool is gone for good, and one of another name comes in its place. */
    void replace() {
        int region = random.nextInt(regions);
        int pool = random.nextInt(pools);
        var gone = key(region, pool);
        book.withdraw(gone);
        last.remove(gone);
        replaced.merge(place(region, pool), 1, Integer::sum);
        report(key(region, pool), null);
    }

    void take(PoolKey pool, ReplicaShape shape, int replicas) {
        var holder = "holder-" + random.nextInt(40);
        holders.add(holder);
        book.deduct(holder, pool, shape, replicas);
    }

    /** Often of a pool that fails so often that it matters. */
    private TrackRecord record() {
        return new TrackRecord(
                orNull(rate(pick(1e-6, 1e-3, 0.1)), rate(pick(1e-4, 1e-2))),
                orNull(rate(pick(0.01, 0.3, 3.0))),
                orNull(new TrackRecord.Starts(
                        Duration.ofSeconds(1 + random.nextInt(600)),
                        Duration.ofSeconds(600 + random.nextInt(3_000)),
                        5)));
    }

    /** Often one of which nobody knows how long it is. */
    private SiteQueue queue() {
        var mean = Duration.ofMinutes(random.nextInt(600));
        return new SiteQueue(orNull(new SiteQueue.Wait(mean, mean.plusMinutes(random.nextInt(600)))));
    }

    private TrackRecord.Rate rate(double perHour) {
        return new TrackRecord.Rate(
                perHour, pick(TrackRecord.Source.values()), random.nextInt(5), random.nextInt(10_000));
    }

    /** For the tenant of all requests, or another one; often begun, or soon over. */
    private void reserve(PoolKey pool) {
        var from = now.plusSeconds(random.nextInt(2_000) - 1_000);
        book.reserve(new Reservation(
                pool,
                pick("demo", "other"),
                pick(WorkloadSpec.DEFAULT_TENANT, WorkloadSpec.DEFAULT_TENANT, "another"),
                1 + random.nextInt(5),
                from,
                from.plusSeconds(1 + random.nextInt(3_000))));
    }

    /** For much of one kind, so that it becomes usual for a while. */
    private void ask() {
        var model = Pools.CATALOG.find(pick(MODELS.toArray(String[]::new))).orElseThrow();
        var shape = new ReplicaShape(pick(1, 2, 8, 8, 16), random.nextInt(9) * 4_000L, random.nextInt(3) * 64L * GIB);
        book.asked(AcceleratorKind.of(model.id(), null), shape, 10 + random.nextInt(100));
    }

    private void release() {
        if (!holders.isEmpty()) {
            book.release(holders.remove(random.nextInt(holders.size())));
        }
    }

    private void connect(int region) {
        book.connected(facts(region), now);
        var reported = IntStream.range(0, pools)
                .filter(pool -> random.nextInt(6) > 0)
                .mapToObj(pool -> key(region, pool))
                .toList();
        reported.forEach(pool -> report(pool, null));
        if (random.nextInt(10) > 0) {
            book.synchronised(
                    name(region), reported.stream().map(PoolKey::pool).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** Like the last one but for what is free; or all of it new. */
    private void report(PoolKey pool, @Nullable PoolReport before) {
        var facts = before == null ? facts() : before.facts();
        var offers = before == null ? offers() : before.offers();
        var report = new PoolReport(
                pool,
                facts,
                ++sequence,
                now,
                Duration.ofSeconds(5 + random.nextInt(60)),
                histogram(facts),
                0,
                ForeignLoad.UNKNOWN,
                offers,
                random.nextInt(4) > 0 ? null : queue());
        last.put(pool, report);
        book.report(report, now, now.minusMillis(random.nextInt(4) == 0 ? random.nextInt(30_000) : 0));
    }

    private RegionFacts facts(int region) {
        return new RegionFacts(
                name(region),
                "provider-" + region % 3,
                new Place(orNull("CN", "CN", "SG"), null, null, null, null, null),
                RegionFacts.Manager.SIMULATED,
                orNull(ComputeClass.INTELLIGENT, ComputeClass.SUPER),
                "test",
                new SiteEnergy(orNull(1.1, 1.5), orNull(30.0, 600.0), random.nextBoolean(), false),
                random.nextBoolean() ? new CutOff.Stops() : new CutOff.GoesOn());
    }

    private PoolFacts facts() {
        if (random.nextInt(6) == 0) {
            return Pools.general();
        }
        var model =
                Pools.CATALOG.find(MODELS.get(random.nextInt(MODELS.size()))).orElseThrow();
        var known = random.nextInt(12) > 0;
        return new PoolFacts(
                new PoolAccelerator(
                        model.name(),
                        known ? model : null,
                        known ? model.unitKind() : null,
                        model.memoryPerUnit().orElse(null),
                        known ? "" : "no such model"),
                orNull(HostArchitecture.X86_64, HostArchitecture.X86_64, HostArchitecture.AARCH64),
                List.of(new PoolFacts.InstalledStack(model.stack(), null, orNull("535.104", "570.86"))),
                orNull("leaf", "leaf"),
                random.nextInt(4) > 0);
    }

    private List<Offer> offers() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new Offer(
                        pick(BillingMode.ON_DEMAND, BillingMode.ON_DEMAND, BillingMode.SPOT),
                        pick(Offer.Unit.CARD_HOUR, Offer.Unit.CARD_HOUR, Offer.Unit.CORE_HOUR, Offer.Unit.NODE_HOUR),
                        price(),
                        random.nextInt(3) == 0 ? now.plusMillis(random.nextInt(30_000) - 2_000) : null))
                .toList();
    }

    private Money price() {
        return switch (random.nextInt(20)) {
            case 0 -> Money.parse("1 EUR");
            case 1 -> Money.parse("9000000000000 CNY");
            case 2 -> Money.parse("0 CNY");
            case 3, 4, 5 -> Money.parse("1 USD");
            default -> Money.parse(1 + random.nextInt(8) + (random.nextBoolean() ? ".1 CNY" : " CNY"));
        };
    }

    /** What reservations keep, with work in some of the pools, some of it for what is reserved. */
    Map<PoolKey, PoolReserve> reserves() {
        var living = new Living();
        for (var pool : book.reservedPools()) {
            var endsAt = random.nextBoolean() ? now().plusSeconds(random.nextInt(4_000) - 500) : null;
            living.add(
                    pool,
                    Living.occupant(
                            new AttemptId(WorkloadId.random(random), 1).toString(),
                            new ReplicaShape(1 + random.nextInt(8), 0, 0),
                            1 + random.nextInt(3),
                            endsAt));
        }
        return Reserves.in(book, living, now());
    }

    private Histogram histogram(PoolFacts facts) {
        var buckets = new ArrayList<NodeBucket>();
        int kinds = random.nextInt(5);
        for (int i = 0; i < kinds; i++) {
            int units = facts.accelerator() == null ? 0 : pick(4, 8, 8, 16);
            long cores = pick(32L, 64L, 128L) * 1_000;
            buckets.add(new NodeBucket(
                    1 + random.nextInt(6),
                    new Amount(units, units == 0 ? 0 : random.nextInt(units + 1)),
                    random.nextInt(10) == 0 ? null : new Amount(cores, cores / 4 * random.nextInt(5)),
                    random.nextInt(10) == 0 ? null : new Amount(512 * GIB, 128 * GIB * random.nextInt(5))));
        }
        return new Histogram(buckets);
    }

    private RegionName name(int region) {
        return new RegionName("region-" + region);
    }

    private PoolKey key(int region, int pool) {
        return new PoolKey(name(region), "pool-" + pool + "-" + replaced.getOrDefault(place(region, pool), 0));
    }

    private int place(int region, int pool) {
        return region * pools + pool;
    }
}
