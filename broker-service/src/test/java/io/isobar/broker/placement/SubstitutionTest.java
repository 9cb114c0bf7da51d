package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Advertised.device;
import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import java.time.Duration;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One workload, several kinds of accelerator: which are taken, for how long, and how that is known. */
class SubstitutionTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final String BOTH =
            "variants: [ { stack: cuda, command: [ a ], precisions: [ bf16 ] }, { stack: cann, command: [ a ], precisions: [ bf16 ] } ]";
    private static final String BY_PROPERTY =
            "{ memory: 64Gi+, precisions: [ bf16 ], tflops: 300+, stacks: [ cuda, cann ], count: 8 }";

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));

    @Test
    void takesAnyModelThatCanDoWhatIsRequiredAcrossVendors() {
        offer("a100", "NVIDIA A100-SXM4-80GB", "7.8 CNY");
        offer("ascend", "Ascend910B3", "4 CNY");
        offer("v100", "Tesla-V100-SXM2-32GB", "1 CNY");
        offer("h20", "NVIDIA-H20", "1 CNY");
        offer("mi300x", "AMD-Instinct-MI300X", "1 CNY");
        offer("small", "NVIDIA A100-SXM4-40GB", "1 CNY");

        var decision = decide(
                "resources: { accelerators: " + BY_PROPERTY + " }, work: { hours: 100, on: A100-80GB }, " + BOTH);

        assertThat(decision.best())
                .extracting(Candidate::modelId)
                .containsExactly("huawei-ascend-910b3", "nvidia-a100-sxm4-80gb");
        assertThat(decision.chosen().variant()).isEqualTo(1);
        assertThat(decision.refused())
                .containsEntry(Reason.PRECISION_MISSING, 1)
                .containsEntry(Reason.PEAK_TOO_LOW, 1)
                .containsEntry(Reason.ACCELERATOR_MISMATCH, 1)
                .containsEntry(Reason.ACCELERATOR_MEMORY, 1);
        assertThat(decision.best().getLast().runTime())
                .isEqualTo(new RunTime.Known(Duration.ofHours(100), Basis.DECLARED, "100 h declared"));
        var ascend = known(decision.chosen());
        assertThat(ascend.basis()).isEqualTo(Basis.ESTIMATED);
        assertThat(ratio(ascend).time()).isEqualTo(312.0 / 304, within(1e-9));
        assertThat(ratio(ascend).reference()).isEqualTo("nvidia-a100-sxm4-80gb");
        assertThat(ratio(ascend).source()).isEqualTo("the ratio of their dense bf16 peaks");
        assertThat(decision.chosen().bill().getFirst().basis()).isEqualTo(Basis.ESTIMATED);
    }

    @Test
    void usesTheSpeedAtWhichTheFamilyWasMeasured() {
        offer("ascend", "Ascend910B3", "4 CNY");

        var run = known(decide("resources: { accelerators: \"910B3:8\" }, "
                        + "work: { hours: 100, on: A100-40GB, family: bert_hf }, " + BOTH)
                .chosen());

        assertThat(run.basis()).isEqualTo(Basis.MEASURED);
        assertThat(ratio(run).time()).isEqualTo(1 / Math.sqrt(0.9606 * 0.9509), within(1e-9));
        assertThat(ratio(run).source())
                .contains("bert_hf was measured")
                .contains("FlagPerf")
                .contains("2 settings");
    }

    @Test
    void comparesThroughAModelThatBothWereMeasuredAgainst() {
        offer("p100", "P100", "1 CNY");

        var run = known(decide("resources: { accelerators: P100 }, work: { hours: 100, on: K80, family: LM }, "
                        + "variants: [ { stack: cuda, command: [ a ] } ]")
                .chosen());

        assertThat(run.basis()).isEqualTo(Basis.MEASURED);
        assertThat(ratio(run).time()).isBetween(0.2, 0.4);
        assertThat(ratio(run).source()).contains("through nvidia-v100-sxm2-16gb");
    }

    @Test
    void keepsTheOrderOfAlternativesAlsoWhereTheSecondIsCheaper() {
        offer("a100", "NVIDIA A100-SXM4-80GB", "7.8 CNY");
        offer("ascend", "Ascend910B3", "4 CNY");

        var ordered =
                decide("resources: { accelerators: { ordered: [ \"A100-80GB:8\", " + BY_PROPERTY + " ] } }, " + BOTH);
        var any = decide("resources: { accelerators: { anyOf: [ \"A100-80GB:8\", " + BY_PROPERTY + " ] } }, " + BOTH);

        assertThat(ordered.chosen().modelId()).isEqualTo("nvidia-a100-sxm4-80gb");
        assertThat(ordered.chosen().choice()).isZero();
        assertThat(any.chosen().modelId()).isEqualTo("huawei-ascend-910b3");
        assertThat(any.chosen().choice()).isEqualTo(1);
    }

    @Test
    void reckonsWithTheNumberOfUnitsOfEachAlternative() {
        offer("ascend", "Ascend910B3", "4 CNY", nodes(4, 16, 16));

        var run = known(decide("resources: { accelerators: [ \"A100-80GB:8\", \"910B3:16\" ] }, "
                        + "work: { hours: 100, on: A100-80GB }, " + BOTH)
                .chosen());

        assertThat(ratio(run).time()).isEqualTo(312.0 / 304 / 2, within(1e-9));
        assertThat(ratio(run).source()).endsWith("16 units in place of 8");
        assertThat(run.basis()).isEqualTo(Basis.ESTIMATED);
    }

    @Test
    void takesTheAlternativeThatFitsOnTheNodesWhereAnotherDoesNot() {
        offer("a100", "NVIDIA A100-SXM4-80GB", "7.8 CNY", nodes(8, 4, 4));

        var decision = decide(
                "resources: { accelerators: [ \"A100-80GB:8\", \"A100-80GB:4\" ] }, work: { hours: 100, on: A100-80GB }, "
                        + BOTH);

        assertThat(decision.chosen().choice()).isEqualTo(1);
        assertThat(decision.chosen().shape().units()).isEqualTo(4);
        assertThat(known(decision.chosen()).time()).isEqualTo(Duration.ofHours(200));
        assertThat(decision.refusals()).isEmpty();
    }

    @Test
    void refusesAPoolOnceAndForTheReasonThatGotFurthest() {
        offer("a100", "NVIDIA A100-SXM4-80GB", "7.8 CNY", nodes(8, 8, 1));

        var decision = decide("resources: { accelerators: [ \"910B3:8\", \"A100-80GB:8\" ] }, " + BOTH);

        assertThat(decision.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.FRAGMENTED);
            assertThat(refusal.evidence()).contains("largest node has 1 unit");
        });
        assertThat(decision.refused()).isEqualTo(java.util.Map.of(Reason.FRAGMENTED, 1));
    }

    @Test
    void scalesByTheShareOfAPartitionAndDoesNotGuessThatOfASlice() {
        offer("mig", "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb", "1 CNY");
        offer("shared", "NVIDIA-A100-SXM4-80GB-SHARED", "1 CNY");
        var work = "work: { hours: 10, on: A100-80GB }, " + BOTH;

        var partition = decide("resources: { accelerators: A100-80GB-MIG-1g.10gb }, " + work)
                .chosen();
        var share =
                decide("resources: { accelerators: A100-80GB-SHARED }, " + work).chosen();

        assertThat(known(partition).time()).isEqualTo(Duration.ofHours(70));
        assertThat(ratio(known(partition)).source()).isEqualTo("1 of 7 compute slices");
        assertThat(share.runTime()).isInstanceOf(RunTime.Unknown.class);
    }

    @Test
    void aCandidateCarriesWhatWasNotChecked() {
        offer("a100", "NVIDIA A100-SXM4-80GB", "7.8 CNY");

        assertThat(decide("resources: { accelerators: A100-80GB }, variants: [ { stack: cuda, image: a/b } ]")
                        .chosen()
                        .notes())
                .singleElement()
                .asString()
                .contains("sm_80 was not checked");
    }

    private static RunTime.Known known(Candidate candidate) {
        return (RunTime.Known) candidate.runTime();
    }

    private static RunTime.Ratio ratio(RunTime.Known run) {
        return java.util.Objects.requireNonNull(run.ratio());
    }

    private void offer(String region, String name, String price) {
        offer(region, name, price, nodes(4, 8, 8));
    }

    private void offer(String region, String name, String price, NodeBucket nodes) {
        PoolFacts facts = device(name).facts();
        PoolReport report = Pools.report(Pools.key(region, "p"), 1, facts, histogram(nodes), Pools.perCard(price));
        book.connected(Pools.region(region), NOW);
        book.report(report, NOW);
        book.synchronised(Pools.region(region).name(), Set.of("p"));
    }

    private Decision decide(String spec) {
        return engine.decide(book.view(), new Asked(read(spec), Set.of(), Set.of()), NOW);
    }
}
