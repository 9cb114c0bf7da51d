package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.learning.Run;
import io.isobar.broker.learning.RunBook;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Work of families that run otherwise than the catalogue has it: where it is placed before and after its runs were seen. */
class LearningTest {
    private static final WorkloadId ANY = new WorkloadId("w-0000000001");
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final List<String> MODELS = List.of(Pools.A100_80, "nvidia-h100-sxm5-80gb", "nvidia-l40s");
    private static final long SEED = 5;
    private static final int WORLDS = 20;

    /** Of random families, prices by their expected speeds: before anything was seen, and after 200 jobs. */
    @Test
    void afterTwoHundredJobsNearlyAllAreWhereTheyCostLeast() {
        double before = 0;
        double after = 0;
        for (long seed = SEED; seed < SEED + WORLDS; seed++) {
            var world = new World(seed, Exploration.USUAL);
            before += world.run(200, false) / WORLDS;
            world.run(200, true);
            after += world.run(200, true) / WORLDS;
        }
        assertThat(before).as("seeds from %d", SEED).isLessThan(0.5);
        assertThat(after).as("seeds from %d", SEED).isGreaterThan(0.95);
    }

    @Test
    void withoutTryingAnythingWhatLooksBadIsNeverFoundToBeGood() {
        double tried = 0;
        double untried = 0;
        for (long seed = SEED; seed < SEED + WORLDS; seed++) {
            tried += after(seed, Exploration.USUAL);
            untried += after(seed, Exploration.NONE);
        }
        assertThat(untried).as("seeds from %d", SEED).isLessThan(tried);
    }

    private static double after(long seed, Exploration exploration) {
        var world = new World(seed, exploration);
        world.run(200, true);
        return world.run(200, true);
    }

    @Test
    void aDecisionSaysWhatRunsHaveTaught() {
        var world = new World(SEED, Exploration.USUAL);
        var spec = world.spec(0, "");
        var first = world.decide(spec).chosen();
        world.learn(spec, first, 0);

        var again = world.decide(spec).best().stream()
                .filter(candidate -> candidate.pool().equals(first.pool()))
                .findFirst()
                .orElseThrow();
        assertThat(again.runTime())
                .isInstanceOfSatisfying(
                        RunTime.Known.class, known -> assertThat(known.basis()).isEqualTo(BillLine.Basis.MEASURED));
        assertThat(again.bill().getFirst().detail())
                .containsPattern("as 1 run of it on \\S+ took \\(give or take \\d+ %\\)");
        var elsewhere = world.decide(spec).best().stream()
                .filter(candidate -> !candidate.pool().equals(first.pool()))
                .findFirst()
                .orElseThrow();
        assertThat(elsewhere.bill()).anySatisfy(line -> {
            assertThat(line.term()).isEqualTo(BillLine.Term.LEARNING);
            assertThat(line.amount().isNegative()).isTrue();
            assertThat(line.detail()).contains("would teach");
        });
        assertThat(elsewhere.paid()).as("nobody is paid for it").isNotEqualTo(elsewhere.total());
    }

    @Test
    void whoHasADeadlineOrWantsToBeDoneSoonestTriesNothing() {
        var world = new World(SEED, Exploration.USUAL);
        var spec = world.spec(0, "");
        world.learn(spec, world.decide(spec).chosen(), 0);

        for (var objective :
                List.of(", objective: { minimise: time }", ", objective: { deadline: 2026-12-24T00:00:00Z }")) {
            assertThat(world.decide(world.spec(0, objective)).best())
                    .as(objective)
                    .isNotEmpty()
                    .allSatisfy(candidate ->
                            assertThat(candidate.bill()).noneMatch(line -> line.term() == BillLine.Term.LEARNING));
        }
    }

    /** Whatever is true, and however the size of work differs. */
    @Test
    void aFirstRunIsExpectedToCostNoMoreThanSoManyUsualRuns() {
        int tried = 0;
        for (long seed = SEED; seed < SEED + WORLDS; seed++) {
            var world = new World(seed, Exploration.USUAL);
            for (int job = 0; job < 100; job++) {
                int family = world.random.nextInt(World.FAMILIES);
                var spec = world.spec(family, 0.2 + 40 * world.random.nextDouble(), "");
                var decision = world.decide(spec);
                var chosen = decision.chosen();
                var known = (RunTime.Known) chosen.runTime();
                if (known.credit().isFirst()) {
                    tried++;
                    double most = Exploration.USUAL.trialCost()
                            * world.usualHours(spec, chosen)
                            * chosen.pricePerHour().micros();
                    double extra = withoutCredit(chosen)
                            - decision.best().stream()
                                    .mapToDouble(LearningTest::withoutCredit)
                                    .min()
                                    .orElseThrow();
                    assertThat(extra).as("seed %d, job %d", seed, job).isLessThanOrEqualTo(most * 1.001);
                    if (extra > 1e6) {
                        assertThat(decision.summary())
                                .contains(", to learn how fast it runs there: expected to cost ", " more than ");
                    }
                }
                world.learn(spec, chosen, family);
            }
        }
        assertThat(tried).as("seeds from %d", SEED).isGreaterThan(WORLDS);
    }

    /** What nine of ten runs take decides what may not delay others; what is expected decides all else. */
    @Test
    void whatVariesIsNotLetInWhereItMightDelayOthers() {
        var steady = new World(SEED, Exploration.NONE);
        var varied = new World(SEED, Exploration.NONE);
        var spec = steady.spec(0, "");
        var pool = steady.decide(spec).chosen().pool();
        for (int run = 0; run < 40; run++) {
            steady.saw(spec, pool, 1);
            varied.saw(spec, pool, run % 2 == 0 ? 0.5 : 2);
        }
        var sure = steady.at(pool, spec, Map.of());
        var unsure = varied.at(pool, spec, Map.of());
        var expected = requireNonNull(unsure.endAt(spec, NOW));
        assertThat(requireNonNull(sure.endAt(spec, NOW)))
                .isBetween(expected.minusSeconds(2_400), expected.plusSeconds(2_400));
        assertThat(requireNonNull(unsure.endBy(spec, NOW))).isAfter(expected.plusSeconds(6 * 3_600));

        var shadow = expected.plusSeconds(4 * 3_600);
        var holds = Map.of(pool, new Hold(WorkloadId.random(new Random(SEED)), pool, shadow, 0));
        assertThat(steady.at(pool, spec, holds)).isNotNull();
        var refused = varied.engine.decide(varied.book.view(), Asked.of(spec).behind(holds), NOW);
        assertThat(refused.best()).noneMatch(candidate -> candidate.pool().equals(pool));
        assertThat(refused.refused()).containsKey(Reason.HELD_FOR_ANOTHER);
        assertThat(unsure.bill().getFirst().detail())
                .containsPattern("nine of ten take at most \\d\\.\\d\\d times that");
    }

    @Test
    void nothingIsTriedAboveTheMaximumPrice() {
        var world = new World(SEED, new Exploration(0.5, 10));
        var spec = world.spec(0, "");
        var least = world.decide(spec).best().stream()
                .min(Comparator.comparing(Candidate::pricePerHour))
                .orElseThrow();
        world.learn(spec, least, 0);
        var limit = least.pricePerHour();

        var limited = world.decide(world.spec(0, ", placement: { maxPricePerHour: " + limit + " }"));
        assertThat(limited.best())
                .allSatisfy(candidate -> assertThat(candidate.pricePerHour()).isLessThanOrEqualTo(limit));
    }

    private static double withoutCredit(Candidate candidate) {
        return candidate.bill().stream()
                .filter(line -> line.term() != BillLine.Term.LEARNING)
                .mapToDouble(line -> line.amount().micros())
                .sum();
    }

    /** What is true of families, and a federation of one pool of each model. */
    private static final class World {
        private static final int FAMILIES = 8;

        private final Random random;
        private final CapacityBook book = new CapacityBook();
        private final PlacementEngine engine;
        private final RunBook runs = new RunBook();
        /** Logarithm of the true time by what is expected of it, by family and model. */
        private final Map<String, Double> truth = new HashMap<>();

        World(long seed, Exploration exploration) {
            engine = new PlacementEngine(new Policy(
                    Pools.CATALOG,
                    ExchangeRates.none(CNY),
                    CNY,
                    Network.UNKNOWN,
                    Hazards.DEFAULT,
                    Tenants.EQUAL,
                    "test",
                    Set.of(),
                    CarbonRules.DEFAULT,
                    Corrections.NONE,
                    exploration));
            random = new Random(seed);
            for (var model : MODELS) {
                var facts = Pools.accelerated(model);
                // By its peak, so that by what is expected all cost about the same.
                double price = Pools.CATALOG
                                .find(model)
                                .orElseThrow()
                                .denseTflops("bf16")
                                .orElseThrow()
                        / 40;
                book.connected(Pools.region(model), NOW);
                book.report(
                        Pools.report(
                                Pools.key(model, "pool"),
                                1,
                                facts,
                                histogram(nodes(8, 8, 8)),
                                Pools.perCard(Math.round(price * 100) / 100.0 + " CNY")),
                        NOW);
                book.synchronised(Pools.region(model).name(), Set.of("pool"));
                for (int family = 0; family < FAMILIES; family++) {
                    truth.put(family + model, 0.6 * random.nextGaussian());
                }
            }
        }

        WorkloadSpec spec(int family, String more) {
            return spec(family, 10, more);
        }

        /** What a run of the family takes on average, in hours. */
        double usualHours(WorkloadSpec spec, Candidate on) {
            var model = Pools.CATALOG.find(model(on)).orElseThrow();
            return runs.corrections()
                    .of(requireNonNull(Lessons.kind(spec, 1, 1, model)))
                    .usualUnitHours();
        }

        WorkloadSpec spec(int family, double hours, String more) {
            return read("resources: { accelerators: [ A100-80GB:1, H100-SXM5-80GB:1, L40S:1 ] },"
                    + " work: { hours: " + hours + ", on: A100-80GB, family: family-" + family + " },"
                    + " variants: [ { stack: cuda, command: [ a ], precisions: [ bf16 ] } ]" + more);
        }

        Decision decide(WorkloadSpec spec) {
            var decision = engine.decide(book.view(), Asked.of(spec), NOW);
            assertThat(decision.placed()).as(decision.summary()).isTrue();
            return decision;
        }

        /** The candidate of a pool, with that kept for others. */
        Candidate at(PoolKey pool, WorkloadSpec spec, Map<PoolKey, Hold> holds) {
            return engine.decide(book.view(), Asked.of(spec).behind(holds), NOW).best().stream()
                    .filter(candidate -> candidate.pool().equals(pool))
                    .findFirst()
                    .orElseThrow();
        }

        /** A run there took so many times what was expected if no run had been seen. */
        void saw(WorkloadSpec spec, PoolKey pool, double times) {
            var there = at(pool, spec, Map.of());
            double expected = expectedHours(spec, there);
            var model = Pools.CATALOG.find(model(there)).orElseThrow();
            if (runs.saw(
                            ANY,
                            new Run(
                                    requireNonNull(Lessons.kind(spec, 1, 1, model)),
                                    hours(expected),
                                    hours(expected * times),
                                    1))
                    .isPresent()) {
                engine.learn(runs.corrections());
            }
        }

        /** The share that is placed where it really costs least. */
        double run(int jobs, boolean learns) {
            int best = 0;
            for (int job = 0; job < jobs; job++) {
                int family = random.nextInt(FAMILIES);
                var spec = spec(family, "");
                var decision = decide(spec);
                var least = decision.best().stream()
                        .min(Comparator.comparingDouble(candidate -> trueCost(candidate, family)))
                        .orElseThrow();
                best += least.equals(decision.chosen()) ? 1 : 0;
                if (learns) {
                    learn(spec, decision.chosen(), family);
                }
            }
            return (double) best / jobs;
        }

        void learn(WorkloadSpec spec, Candidate chosen, int family) {
            var model = Pools.CATALOG.find(model(chosen)).orElseThrow();
            double expected = expectedHours(spec, chosen);
            double took = expected * truth(chosen, family) * Math.exp(0.1 * random.nextGaussian());
            var kind = requireNonNull(Lessons.kind(spec, 1, 1, model));
            if (runs.saw(ANY, new Run(kind, hours(expected), hours(took), 1)).isPresent()) {
                engine.learn(runs.corrections());
            }
        }

        private static Duration hours(double hours) {
            return Duration.ofMillis((long) (hours * 3_600_000));
        }

        private static String model(Candidate candidate) {
            return requireNonNull(candidate.modelId());
        }

        private double truth(Candidate candidate, int family) {
            return Math.exp(truth.getOrDefault(family + model(candidate), 0.0));
        }

        private double trueCost(Candidate candidate, int family) {
            return candidate.pricePerHour().micros() * ratio(candidate) * truth(candidate, family);
        }

        /** As if no run had been seen. */
        private static double expectedHours(WorkloadSpec spec, Candidate candidate) {
            return requireNonNull(spec.work()).hours() * ratio(candidate);
        }

        private static double ratio(Candidate candidate) {
            var known = (RunTime.Known) candidate.runTime();
            var ratio = known.ratio();
            return ratio == null ? 1 : ratio.time();
        }
    }
}
