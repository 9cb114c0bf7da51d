package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.on;
import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Advertised.device;
import static io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_AARCH64;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_DIE;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.PortabilityGate.Verdict;
import io.isobar.broker.placement.PortabilityGate.Way;
import io.isobar.broker.samples.Advertised;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each check against the catalogue of the product, with pools as agents advertise them and workloads as users write
 * them.
 */
class PortabilityGateTest {
    private static final PortabilityGate GATE = new PortabilityGate(Pools.CATALOG, Set.of());
    private static final String A100_80 = "NVIDIA A100-SXM4-80GB";
    private static final String ONE_A100 = "\"A100-80GB:1\"";

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource({
        "io.isobar.broker.placement.AcceleratorCases#models",
        "io.isobar.broker.placement.AcceleratorCases#units",
        "io.isobar.broker.placement.ProgramCases#hosts",
        "io.isobar.broker.placement.ProgramCases#programs",
        "io.isobar.broker.placement.ProgramCases#cann",
        "io.isobar.broker.placement.ProgramCases#drivers",
        "io.isobar.broker.placement.AcceleratorCases#arithmetic",
        "io.isobar.broker.placement.AcceleratorCases#memory",
        "io.isobar.broker.placement.AcceleratorCases#domains"
    })
    void refusesWithTheNumbersAndWhatWouldPass(
            Reason reason, Advertised pool, WorkloadSpec spec, String evidence, String wouldPass) {
        var why = refusal(pool, spec);

        assertThat(why.reason()).isEqualTo(reason);
        assertThat(why.evidence()).contains(evidence);
        assertThat(why.remedy()).contains(wouldPass);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("passing")
    void lets(Advertised pool, WorkloadSpec spec, String what) {
        assertThat(GATE.judge(pool.facts(), spec)).as(what).isInstanceOf(Verdict.Runs.class);
    }

    static Stream<Arguments> passing() {
        var pytorch = device("NVIDIA H100 80GB HBM3").stack("cuda", "12.8", "570.86");
        return Stream.of(
                yes(device("NVIDIA A10"), on("NVIDIA-A10", "cuda", built("architectures: [ sm_80 ]")), "sm_80 on 8.6"),
                yes(device("NVIDIA B200"), on("B200", "cuda", built("architectures: [ sm_90+ptx ]")), "PTX on newer"),
                yes(device("NVIDIA H200"), on("H200", "cuda", built("architectures: [ sm_90a ]")), "9.0a on 9.0"),
                yes(pytorch, on("H100-80GB", "cuda", built("pytorch: 2.6+cu124")), "a wheel for 9.0"),
                yes(
                        pytorch,
                        on("H100-80GB", "cuda", built("pytorch: 2.99+cu124, architectures: [ sm_90 ]")),
                        "an unknown wheel whose architectures are said"),
                yes(
                        device("Ascend910B3").stack("cann", "8.2.RC1", "25.2.0"),
                        on("910B3", "cann", built("torchNpu: 2.6.0, cann: 8.2, architectures: [ ascend910b ]")),
                        "a package for the CANN of the pool"),
                yes(
                        device("Ascend910B3").stack("cann", "8.2.RC1", "25.2.0"),
                        on("910B3", "cann", built("torchNpu: 9.9.9, cann: 8.2.rc1")),
                        "an unknown package whose CANN is said"),
                yes(device("AMD-Instinct-MI250X").unit(UNIT_KIND_DIE), on("\"MI250X:8\"", "rocm", ""), "dies"),
                yes(device("AMD-Instinct-MI250X"), on("\"MI250X:8\"", "rocm", ""), "dies by the catalogue"),
                yes(device("Ascend910C").memory(65_536), on("\"910C:16\"", "cann", ""), "sixteen dies of eight cards"),
                yes(device("RTX4090-48GB"), on("RTX4090-48GB", "cuda", ""), "a changed card under its own name"),
                yes(device("RTX4090-48GB"), on("RTX4090", "cuda", ""), "more memory than the model has"),
                yes(device("NVIDIA A100-SXM4-40GB").memory(39_538), on("A100-40GB", "cuda", ""), "GB and MiB"),
                yes(device("Ascend310P3").memory(21_527), on("Ascend310P", "cann", ""), "what can be allocated"),
                yes(
                        device("NVIDIA-A100-SXM4-80GB-MIG-1g.10gb").memory(9_728),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "the same partition"),
                yes(
                        device(A100_80).unit(UNIT_KIND_PARTITION).memory(9_728),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "a partition of the same memory"),
                yes(device("NVIDIA-A100-SXM4-80GB-SHARED"), on("A100-80GB-SHARED", "cuda", ""), "a share"),
                yes(device("V100M16"), on("V100-16GB", "cuda", ""), "a name of the openb trace"),
                yes(device("V100M32"), on("{ name: V100-32GB, memory: 32GB }", "cuda", ""), "memory by the catalogue"),
                yes(device("Ascend910B3"), on("910B3", "cann", "quantisation: w8a8"), "int8 on the 910B3"),
                yes(
                        device("Ascend910B3"),
                        on("{ memory: 64Gi+, precisions: [ bf16 ], tflops: 300+, stacks: [ cuda, cann ] }", "cann", ""),
                        "properties of another vendor"));
    }

    @Test
    void countsASliceOfAPodInThePoolsUnits() {
        var spec = on("\"v5p-32:2\"", "xla", "");

        assertThat(ways(device("tpu-v5p-slice"), spec)).extracting(Way::units).containsExactly(32);
        assertThat(ways(device("v5p-32"), spec)).extracting(Way::units).containsExactly(2);
    }

    @Test
    void findsEveryAlternativeAndVariantThatRuns() {
        var spec = read(
                "resources: { accelerators: { anyOf: [ \"A100-80GB:8\", \"910B3:8\", \"A100-80GB:16\" ] } }, "
                        + "variants: [ { stack: cuda, command: [ a ], precisions: [ fp8 ] }, { stack: cuda, command: [ b ] } ]");

        assertThat(ways(device(A100_80), spec))
                .extracting(Way::choice, Way::variant, Way::units)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, 1, 8), org.assertj.core.groups.Tuple.tuple(2, 1, 16));
    }

    /** Else the variant for another stack, of which the host is not asked, would hide the true reason. */
    @Test
    void speaksOfTheVariantThatIsForTheStack() {
        var spec = read(
                "resources: { accelerators: [ \"A100-80GB\", 910B3 ] }, variants: [ { stack: cuda, command: [ a ] }, "
                        + "{ stack: cann, command: [ a ], architecture: amd64 } ]");

        var why = refusal(device("Ascend910B3").host(HOST_ARCHITECTURE_AARCH64), spec);

        assertThat(why.reason()).isEqualTo(Reason.HOST_ARCHITECTURE);
        assertThat(why.remedy()).isEqualTo("Add a variant for cann with architecture: aarch64.");
    }

    @Test
    void notesWhatWasNotSaidAndSoNotChecked() {
        var pool = device("Ascend910B3").host(HOST_ARCHITECTURE_AARCH64);

        assertThat(ways(pool, on("910B3", "cann", "image: a/b:c")))
                .singleElement()
                .extracting(Way::notes)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .satisfiesExactly(
                        host -> assertThat(host).contains("the hosts are aarch64"),
                        built -> assertThat(built).contains("builtFor").contains("ascend910b was not checked"));
        assertThat(ways(pool, on("910B3", "cann", "")))
                .singleElement()
                .satisfies(way -> assertThat(way.notes()).isEmpty());
    }

    @Test
    void letsAnUnknownPassOnlyWhereThePolicyAllowsItAndSaysSo() {
        var pool = device(A100_80).stack("cuda").facts();
        var spec = on(ONE_A100, "cuda", "driverMinimum: 535.104");
        var lenient = new PortabilityGate(Pools.CATALOG, Set.of(Reason.DRIVER_UNKNOWN));

        assertThat(GATE.judge(pool, spec)).isInstanceOf(Verdict.RunsNot.class);
        assertThat(((Verdict.Runs) lenient.judge(pool, spec)).ways().getFirst().notes())
                .singleElement()
                .asString()
                .contains("the pool's driver is not known")
                .contains("the policy allows that");
    }

    private static Objection refusal(Advertised pool, WorkloadSpec spec) {
        return refusal(pool.facts(), spec);
    }

    static Objection refusal(PoolFacts pool, WorkloadSpec spec) {
        return switch (GATE.judge(pool, spec)) {
            case Verdict.RunsNot not -> not.why();
            case Verdict.Runs runs -> throw new AssertionError("it runs: " + runs);
        };
    }

    private static List<Way> ways(Advertised pool, WorkloadSpec spec) {
        return ((Verdict.Runs) GATE.judge(pool.facts(), spec)).ways();
    }

    private static String built(String fields) {
        return "builtFor: { " + fields + " }";
    }

    private static Arguments yes(Advertised pool, WorkloadSpec spec, String what) {
        return Arguments.of(pool, spec, what);
    }
}
