package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.learning.Run;
import io.isobar.broker.learning.RunBook;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.replay.InputsCodec;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was decided comes out again of its inputs as they are stored, whatever the federation and the request. */
class ReplayPropertiesTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final int CASES = 80;
    private static final int STEPS = 60;
    private static final InputsCodec CODEC = new InputsCodec(Pools.CATALOG, "test");

    private final AtomicInteger placed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();

    private static PlacementEngine engine(RandomGenerator random) {
        var network = new Network(
                        Map.of(
                                new Network.Ends("region-0", "region-1"), new Link(10, Money.parse("0.5 CNY")),
                                new Network.Ends("region-1", "region-0"), new Link(1, Money.parse("0.05 USD")),
                                new Network.Ends("store", "region-0"), new Link(100, Money.parse("0 CNY"))),
                        Map.of(
                                new Network.Ends("region-0", "region-1"), Duration.ofMillis(20),
                                new Network.Ends("store", "region-0"), Duration.ofMillis(3),
                                new Network.Ends("region-2", "store"), Duration.ofMillis(40)))
                .measured(
                        Map.of(new Network.Ends("region-0", "region-2"), Duration.ofNanos(6_543_210)),
                        Map.of(new Network.Ends("store", "region-0"), 3.25));
        return new PlacementEngine(new Policy(
                Pools.CATALOG,
                new ExchangeRates(
                        CNY,
                        Map.of(
                                Currency.getInstance("USD"),
                                new ExchangeRates.Rate(new BigDecimal("7.1"), LocalDate.parse("2026-11-20")))),
                CNY,
                network,
                new Hazards(40_000, 5.5),
                Tenants.EQUAL,
                "test",
                random.nextBoolean() ? Set.of() : Policy.UNKNOWNS,
                new CarbonRules(3, 0.4, Map.of(WorkloadSpec.DEFAULT_TENANT, Money.parse("100 CNY"))),
                learned(random),
                Exploration.USUAL));
    }

    /** Of the family that requests are of. */
    private static Corrections learned(RandomGenerator random) {
        var runs = new RunBook();
        for (int i = random.nextInt(4); i > 0; i--) {
            var model = RandomFederation.MODELS.get(random.nextInt(RandomFederation.MODELS.size()));
            runs.saw(
                    WorkloadId.random(random),
                    new Run(
                            new RunKind(WorkloadSpec.DEFAULT_TENANT, "llama", model, 1 + random.nextInt(3), 4),
                            Duration.ofHours(1),
                            Duration.ofMinutes(20 + random.nextInt(200)),
                            1));
        }
        return runs.corrections();
    }

    @Test
    void comesOutAsTheIndexDecidedIt() {
        SeededCases.check(CASES, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            var requests = new RandomRequests(random, federation);
            var index = new PlacementIndex(engine, federation.book);
            for (int i = 0; i < STEPS; i++) {
                var step = federation.step();
                var asked = restricted(requests.next(), federation, random);
                Arrivals.came(asked.spec(), federation.book);
                var decision = index.decide(asked, federation.now());

                assertComesOutAgain(decision, asked.spec(), "step " + i + ", " + step);

                if (decision.placed()) {
                    var chosen = decision.chosen();
                    federation.take(chosen.pool(), chosen.shape(), chosen.replicas());
                }
            }
        });
        // Else little was compared.
        assertThat(placed.get()).isGreaterThan(CASES);
        assertThat(refused.get()).isGreaterThan(CASES);
    }

    @Test
    void comesOutAsALookAtEveryPoolDecidedIt() {
        SeededCases.check(CASES, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            var requests = new RandomRequests(random, federation);
            for (int i = 0; i < STEPS; i++) {
                var step = federation.step();
                var asked = restricted(requests.next(), federation, random);
                Arrivals.came(asked.spec(), federation.book);

                assertComesOutAgain(
                        engine.decide(federation.book.view(), asked, federation.now()),
                        asked.spec(),
                        "step " + i + ", " + step);
            }
        });
    }

    /** With pools that are kept for others, reserved, and beyond what the tenant may take. */
    private static Asked restricted(Asked asked, RandomFederation federation, RandomGenerator random) {
        var holds = new HashMap<PoolKey, Hold>();
        for (var pool : federation.book.view().pools()) {
            if (random.nextInt(5) == 0) {
                var until = random.nextBoolean() ? federation.now().plusSeconds(random.nextInt(9_000)) : null;
                holds.put(pool.key(), new Hold(WorkloadId.random(random), pool.key(), until, random.nextInt(3)));
            }
        }
        var levels = new ArrayList<Allowance.Level>();
        for (int i = random.nextInt(6); i > 3; i--) {
            levels.add(new Allowance.Level(
                    "level-" + i,
                    i < 5,
                    sum(64),
                    random.nextBoolean() ? sum(Long.MAX_VALUE) : sum(100),
                    sum(random.nextInt(60)),
                    sum(random.nextInt(60)),
                    random.nextBoolean() ? Map.of(Counted.ACCELERATORS, "other: 3") : Map.of()));
        }
        return asked.behind(random.nextBoolean() ? holds : Map.of())
                .beside(random.nextBoolean() ? federation.reserves() : Map.of())
                .within(new Allowance(levels));
    }

    private static Sum sum(long units) {
        return new Sum(units, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private Replay again(Decision decision, WorkloadSpec spec) {
        var stored = CODEC.toBytes(decision);
        bytes.accumulateAndGet(stored.length, Math::max);
        return Replay.of(CODEC.fromBytes(stored, spec));
    }

    private void assertComesOutAgain(Decision decision, WorkloadSpec spec, String when) {
        var replay = again(decision, spec);

        var first = replay.candidates().stream().limit(decision.best().size()).toList();
        assertThat(first).as(when).isEqualTo(decision.best());
        if (decision.best().size() < Decision.MOST_CANDIDATES) {
            assertThat(replay.candidates()).as(when).hasSameSizeAs(decision.best());
        }
        var kept = decision.refusals().stream().limit(Inputs.MOST_REFUSED).toList();
        assertThat(replay.refusals()).as(when).isEqualTo(kept);
        placed.addAndGet(decision.placed() ? 1 : 0);
        refused.addAndGet(kept.size());
    }

    /** In parts, what is chosen comes out again; the pools of other plans may be fewer than there were. */
    @Test
    void aGangInPartsFindsItsPlacesAgain() {
        var inParts = new AtomicInteger();
        SeededCases.check(CASES, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            for (int i = 0; i < STEPS; i++) {
                federation.step();
                var spec = Specs.but(Specs.gang(4 + random.nextInt(12), 4, 1.0), draft -> {
                    draft.across = random.nextBoolean() ? Across.POOLS : Across.REGIONS;
                    draft.gangMinimum = 2;
                });
                var asked = Asked.of(spec);
                var decision = engine.decide(federation.book.view(), asked, federation.now());
                if (decision.parts().isEmpty()) {
                    continue;
                }
                inParts.incrementAndGet();
                assertThat(again(decision, spec).parts()).isEqualTo(decision.parts());
            }
        });
        assertThat(inParts.get()).isGreaterThan(CASES / 4);
    }

    @Test
    void keepsThePoolsOfTheBestAndOfTheFirstRefusals() {
        SeededCases.check(CASES, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            var asked = new RandomRequests(random, federation).next();
            var decision = engine.decide(federation.book.view(), asked, federation.now());

            var inputs = Objects.requireNonNull(decision.inputs());
            assertThat(keys(inputs.offered()))
                    .isEqualTo(decision.best().stream().map(Candidate::pool).collect(Collectors.toSet()));
            assertThat(inputs.refused())
                    .extracting(PoolView::key)
                    .isEqualTo(decision.refusals().stream()
                            .limit(Inputs.MOST_REFUSED)
                            .map(Refusal::pool)
                            .toList());
        });
    }

    private static Set<PoolKey> keys(List<PoolView> pools) {
        var keys = new HashSet<PoolKey>();
        pools.forEach(pool -> keys.add(pool.key()));
        return keys;
    }
}
