package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The index decides what a look at every pool decides, whatever happened in between. */
class PlacementIndexTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final int CASES = 80;
    private static final int STEPS = 120;

    private static PlacementEngine engine(Set<Reason> allowedUnknowns) {
        return new PlacementEngine(new Policy(
                Pools.CATALOG,
                new ExchangeRates(
                        CNY,
                        Map.of(
                                Currency.getInstance("USD"),
                                new ExchangeRates.Rate(new BigDecimal("7.1"), LocalDate.parse("2026-11-20")))),
                CNY,
                new Network(
                        Map.of(
                                new Network.Ends("region-0", "region-1"), new Link(10, Money.parse("0.5 CNY")),
                                new Network.Ends("region-1", "region-0"), new Link(1, Money.parse("0.05 USD")),
                                new Network.Ends("store", "region-0"), new Link(100, Money.parse("0 CNY"))),
                        Map.of(
                                new Network.Ends("region-0", "region-1"), Duration.ofMillis(20),
                                new Network.Ends("store", "region-0"), Duration.ofMillis(3),
                                new Network.Ends("region-2", "store"), Duration.ofMillis(40))),
                Hazards.DEFAULT,
                Tenants.EQUAL,
                "test",
                allowedUnknowns));
    }

    /** In half of the cases the policy allows everything that can be unknown. */
    private static PlacementEngine engine(RandomGenerator random) {
        return engine(random.nextBoolean() ? Set.of() : Policy.UNKNOWNS);
    }

    @Test
    void choosesWhatALookAtEveryPoolChooses() {
        var chosen = new AtomicInteger();
        SeededCases.check(CASES, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            var requests = new RandomRequests(random, federation);
            var index = new PlacementIndex(engine, federation.book);
            for (int i = 0; i < STEPS; i++) {
                var step = federation.step();
                if (random.nextInt(3) == 0) {
                    continue;
                }
                var asked = requests.next();
                Arrivals.came(asked.spec(), federation.book);
                var plain = engine.decide(federation.book.view(), asked, federation.now());
                var choice = index.choose(asked, federation.now());

                assertThat(choice)
                        .as("step %d, %s", i, step)
                        .isEqualTo(plain.best().stream().findFirst());
                choice.filter(candidate -> random.nextInt(3) > 0).ifPresent(candidate -> {
                    chosen.incrementAndGet();
                    federation.take(candidate.pool(), candidate.shape(), candidate.replicas());
                });
            }
        });
        // Else little was compared.
        assertThat(chosen.get()).isGreaterThan(CASES);
    }

    @Test
    void choosesTheSameWhereWhatIsStrandedDecides() {
        var stranding = new AtomicInteger();
        SeededCases.check(CASES, random -> {
            var engine = engine(Policy.UNKNOWNS);
            var federation = new RandomFederation(random);
            var index = new PlacementIndex(engine, federation.book);
            for (int i = 0; i < STEPS; i++) {
                var step = federation.step();
                var asked = Asked.of(undemanding(random));
                var plain = engine.decide(federation.book.view(), asked, federation.now());
                var record = index.decide(asked, federation.now());

                assertThat(record.best()).as("step %d, %s", i, step).isEqualTo(plain.best());
                if (plain.best().stream().anyMatch(candidate -> StrandingLine.of(candidate) != null)) {
                    stranding.incrementAndGet();
                }
                if (record.placed() && random.nextBoolean()) {
                    var candidate = record.chosen();
                    federation.take(candidate.pool(), candidate.shape(), candidate.replicas());
                }
            }
        });
        // Else little was compared.
        assertThat(stranding.get()).isGreaterThan(CASES);
    }

    /** Small, and at home with every accelerator that the federation has. */
    private static WorkloadSpec undemanding(RandomGenerator random) {
        int replicas = 1 + random.nextInt(3);
        int cards = 1 << random.nextInt(3);
        return Specs.but(Specs.gang(replicas, cards, 1.0), draft -> {
            draft.gangMinimum = random.nextBoolean() ? 1 : replicas;
            draft.cpus = CpuRange.atLeast(Cpu.ofCores(1));
            draft.accelerators.clear();
            RandomFederation.MODELS.forEach(
                    model -> draft.accelerators.add(new AcceleratorChoice.Named(model, model, cards, null)));
            for (var stack : List.of(SoftwareStack.CANN, SoftwareStack.DTK)) {
                draft.variants.add(new Variant(stack, null, List.of("run"), Map.of(), List.of(), null, null));
            }
            draft.objective =
                    new Objective(random.nextInt(4) == 0 ? Objective.Kind.TIME : Objective.Kind.COST, null, null);
            draft.billing = new Billing(Set.of(BillingMode.ON_DEMAND, BillingMode.SPOT), null);
        });
    }

    @Test
    void recordsWhatALookAtEveryPoolRecords() {
        SeededCases.check(CASES, random -> recordsTheSame(random, new RandomFederation(random), federation -> {}));
    }

    @Test
    void recordsTheSameWherePoolsComeAndGoForGoodAndAreNumberedAnew() {
        var numbered = new AtomicLong();
        SeededCases.check(CASES, random -> {
            var federation = new RandomFederation(random);
            recordsTheSame(random, federation, any -> {
                for (int i = random.nextInt(6); i > 0; i--) {
                    any.replace();
                }
            });
            numbered.addAndGet(federation.book.poolNumberings());
        });
        // Else little was compared.
        assertThat(numbered.get()).isGreaterThan(CASES);
    }

    /** {@code before} happens before each step. */
    private static void recordsTheSame(
            RandomGenerator random, RandomFederation federation, Consumer<RandomFederation> before) {
        var engine = engine(random);
        var requests = new RandomRequests(random, federation);
        var index = new PlacementIndex(engine, federation.book);
        for (int i = 0; i < STEPS; i++) {
            before.accept(federation);
            var step = federation.step();
            if (random.nextInt(3) > 0) {
                continue;
            }
            var asked = requests.next().beside(random.nextBoolean() ? federation.reserves() : Map.of());
            Arrivals.came(asked.spec(), federation.book);
            var plain = engine.decide(federation.book.view(), asked, federation.now());
            var record = index.decide(asked, federation.now());

            assertThat(plain.rates()).as("step %d, %s", i, step).containsAll(record.rates());
            assertThat(withoutRates(record))
                    .as("step %d, %s", i, step)
                    .usingRecursiveComparison()
                    .isEqualTo(withoutRates(plain));
            if (record.placed()) {
                var candidate = record.chosen();
                federation.take(candidate.pool(), candidate.shape(), candidate.replicas());
            }
        }
    }

    @Test
    void forgetsNothingThatMattersWhenItLooksAgainAfterALongTime() {
        SeededCases.check(2, random -> {
            var engine = engine(random);
            var federation = new RandomFederation(random);
            var requests = new RandomRequests(random, federation);
            var index = new PlacementIndex(engine, federation.book);
            for (int round = 0; round < 2; round++) {
                var asked = requests.next();
                index.choose(asked, federation.now());
                moreThanTheJournalHolds(federation, random);
                assertThat(index.choose(asked, federation.now()))
                        .isEqualTo(engine.decide(federation.book.view(), asked, federation.now()).best().stream()
                                .findFirst());
            }
        });
    }

    private static void moreThanTheJournalHolds(RandomFederation federation, RandomGenerator random) {
        long read = federation.book.journal().end();
        for (int i = random.nextInt(100); federation.book.journal().start() <= read || i > 0; i--) {
            federation.step();
        }
    }

    /** The plain engine names the rates of all candidates, the record those of the candidates that are in it. */
    private static Decision withoutRates(Decision decision) {
        return new Decision(
                decision.decidedAt(),
                decision.viewVersion(),
                decision.policyVersion(),
                decision.considered(),
                decision.best(),
                List.of(),
                decision.passed(),
                decision.refused(),
                decision.refusals(),
                decision.dominant(),
                decision.summary(),
                decision.wouldChange(),
                List.of());
    }
}
