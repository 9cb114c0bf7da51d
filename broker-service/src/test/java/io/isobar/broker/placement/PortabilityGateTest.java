package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.on;
import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Advertised.device;
import static io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_AARCH64;
import static io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_UNSPECIFIED;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_CARD;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_DIE;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_PARTITION;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_SLICE;
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

/** Each check against the catalogue of the product, with pools as agents advertise them and workloads as users write them. */
class PortabilityGateTest {
    private static final PortabilityGate GATE = new PortabilityGate(Pools.CATALOG, Set.of());
    private static final String A100_80 = "NVIDIA A100-SXM4-80GB";
    private static final String ONE_A100 = "\"A100-80GB:1\"";

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource({"models", "units", "hosts", "programs", "cann", "drivers", "arithmetic", "memory", "domains"})
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

    static Stream<Arguments> models() {
        return Stream.of(
                no(
                        Reason.ACCELERATOR_MISMATCH,
                        device("NVIDIA A100-SXM4-40GB"),
                        on(ONE_A100, "cuda", ""),
                        "the pool has nvidia-a100-sxm4-40gb (cuda), asked: nvidia-a100-sxm4-80gb",
                        "the alternative \"A100-40GB\""),
                no(
                        Reason.ACCELERATOR_MISMATCH,
                        device("AMD-Instinct-MI300X"),
                        on("{ memory: 64Gi+, stacks: [ cuda, cann ], count: 8 }", "cuda", ""),
                        "amd-mi300x (rocm), asked: 64Gi+ per unit, cann or cuda",
                        "\"MI300X\""),
                no(
                        Reason.ACCELERATOR_UNKNOWN,
                        device("G2"),
                        on(ONE_A100, "cuda", ""),
                        "G2: the name is not",
                        "provider"),
                no(Reason.ACCELERATOR_UNKNOWN, device("910B"), on("910B3", "cann", ""), "910B: the name may mean", ""));
    }

    /** A part is no device, a device no part, and a die no card. */
    static Stream<Arguments> units() {
        var mig = "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb";
        return Stream.of(
                no(
                        Reason.UNIT_KIND,
                        device(mig).unit(UNIT_KIND_PARTITION),
                        on(ONE_A100, "cuda", ""),
                        "one unit of the pool is a partition 1g.10gb of nvidia-a100-sxm4-80gb with 10Gi, asked: a whole card",
                        "\"A100-80GB-MIG-1g.10gb\""),
                no(
                        Reason.UNIT_KIND,
                        device(mig).unit(UNIT_KIND_CARD),
                        on(ONE_A100, "cuda", ""),
                        "a partition 1g.10gb",
                        ""),
                no(
                        Reason.UNIT_KIND,
                        device(A100_80).unit(UNIT_KIND_PARTITION).memory(9_728),
                        on(ONE_A100, "cuda", ""),
                        "one unit of the pool is a partition of nvidia-a100-sxm4-80gb with 9728Mi",
                        "which part of a device one unit is"),
                no(
                        Reason.UNIT_KIND,
                        device("NVIDIA-A100-SXM4-80GB-SHARED"),
                        on(ONE_A100, "cuda", ""),
                        "a slice shared",
                        "\"A100-80GB-SHARED\""),
                no(
                        Reason.UNIT_KIND,
                        device(A100_80).unit(UNIT_KIND_SLICE),
                        on(ONE_A100, "cuda", ""),
                        "a slice",
                        "provider"),
                no(
                        Reason.UNIT_KIND,
                        device(mig),
                        on("{ memory: 8Gi, stacks: [ cuda ] }", "cuda", ""),
                        "asked: a whole card",
                        "MIG-1g.10gb"),
                no(
                        Reason.UNIT_KIND,
                        device(A100_80),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "one unit of the pool is a card of nvidia-a100-sxm4-80gb, asked: a partition 1g.10gb",
                        "\"A100-80GB\""),
                no(
                        Reason.UNIT_KIND,
                        device("NVIDIA-A100-SXM4-80GB-MIG-3g.40gb"),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "a partition 3g.40gb",
                        "\"A100-80GB-MIG-3g.40gb\""),
                no(
                        Reason.UNIT_KIND,
                        device(A100_80).unit(UNIT_KIND_PARTITION).memory(40_960),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "with 40Gi, asked: a partition 1g.10gb of 10Gi",
                        "provider"),
                no(
                        Reason.UNIT_KIND_UNKNOWN,
                        device(A100_80).unit(UNIT_KIND_PARTITION),
                        on("A100-80GB-MIG-1g.10gb", "cuda", ""),
                        "a partition of nvidia-a100-sxm4-80gb, asked: a partition 1g.10gb",
                        "report what one unit is"),
                no(
                        Reason.UNIT_KIND,
                        device("AMD-Instinct-MI250X").unit(UNIT_KIND_CARD),
                        on("\"MI250X:8\"", "rocm", ""),
                        "a card of amd-mi250x, asked: a whole die, of which a card has 2",
                        "offer each die by itself"),
                no(
                        Reason.UNIT_KIND,
                        device(A100_80).unit(UNIT_KIND_DIE),
                        on(ONE_A100, "cuda", ""),
                        "a die of nvidia-a100-sxm4-80gb",
                        "offer each card"),
                no(
                        Reason.UNIT_KIND,
                        device("v5p-32"),
                        on("\"tpu-v5p:16\"", "xla", ""),
                        "one unit of the pool is a card v5p-32",
                        "\"v5p-32\""),
                no(Reason.UNIT_KIND, device("v5p-32"), on("v5p-64", "xla", ""), "v5p-32", "\"v5p-32\""));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                no(
                        Reason.HOST_ARCHITECTURE,
                        device("Ascend910B3").host(HOST_ARCHITECTURE_AARCH64),
                        on("910B3", "cann", "architecture: amd64"),
                        "the variant needs x86_64, the hosts are aarch64",
                        "a variant for cann with architecture: aarch64"),
                no(
                        Reason.HOST_ARCHITECTURE_UNKNOWN,
                        device("Ascend910B3").host(HOST_ARCHITECTURE_UNSPECIFIED),
                        on("910B3", "cann", "architecture: arm64"),
                        "instruction set is not known",
                        "The provider must report"),
                no(
                        Reason.STACK_MISSING,
                        device("Ascend910B3"),
                        read("resources: { accelerators: [ \"A100-80GB\", 910B3 ] }, variants: "
                                + "[ { stack: cuda, command: [ a ] }, { stack: rocm, command: [ a ] } ]"),
                        "the pool needs a variant for cann, the workload has [cuda, rocm]",
                        "a variant for cann"),
                no(
                        Reason.STACK_MISSING,
                        device(A100_80).stack("rocm"),
                        on(ONE_A100, "cuda", ""),
                        "the nodes have [rocm], and not cuda",
                        "must install cuda on the nodes"),
                no(
                        Reason.IMAGE_UNSUPPORTED,
                        device(A100_80).commandsOnly(),
                        on(ONE_A100, "cuda", "image: a/b:c"),
                        "runs commands only",
                        "a variant for cuda with a command and no image"));
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("NVIDIA H100 80GB HBM3"),
                        on("H100-80GB", "cuda", "builtFor: { architectures: [ sm_80, sm_86 ] }"),
                        "it is built for sm_80, sm_86, the device is sm_90",
                        "an image built for sm_90"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("NVIDIA B200").stack("cuda", "12.8", "570.86"),
                        on("B200", "cuda", "builtFor: { pytorch: 2.6+cu124 }"),
                        "PyTorch 2.6 for cu124 has code for 5.0, 6.0, 7.0, 7.5, 8.0, 8.6, 9.0; sm_100 needs code for 10.0",
                        "an image built for sm_100, such as with PyTorch 2.9+cu128"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("NVIDIA GeForce RTX 5090").stack("cuda", "12.8", "570.86"),
                        on("RTX5090", "cuda", "builtFor: { pytorch: 2.6.0+cu118 }"),
                        "sm_120 needs code for 12.0",
                        "2.11+cu128"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("Tesla-V100-SXM2-32GB").stack("cuda", "13.0", "580.95"),
                        on("V100-32GB", "cuda", "builtFor: { pytorch: 2.9+cu130 }"),
                        "sm_70 needs code for 7.0",
                        "2.9+cu128"),
                no(
                        Reason.COVERAGE_UNKNOWN,
                        device(A100_80).stack("cuda", "12.6", "560.35"),
                        on(ONE_A100, "cuda", "builtFor: { pytorch: 1.13.1+cu117 }"),
                        "the architectures of PyTorch 1.13.1 for cu117 are not known",
                        "builtFor.architectures"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("AMD-Instinct-MI300X"),
                        on("MI300X", "rocm", "builtFor: { architectures: [ gfx90a ] }"),
                        "it is built for gfx90a, the device is gfx942",
                        "an image built for gfx942"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        device("Ascend910C"),
                        on("910C", "cann", "builtFor: { architectures: [ ascend910b ] }"),
                        "the device is ascend910_93",
                        "an image built for ascend910_93"));
    }

    static Stream<Arguments> cann() {
        var pool = device("Ascend910B3").stack("cann", "8.2.RC1", "25.2.0");
        return Stream.of(
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        pool,
                        on("910B3", "cann", "builtFor: { cann: 7.0 }"),
                        "it is built for CANN 7.0, the pool has 8.2.RC1",
                        "an image built for CANN 8.2.RC1"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        pool,
                        on("910B3", "cann", "builtFor: { cann: \"8.20\" }"),
                        "8.20",
                        "an image built for CANN 8.2.RC1"),
                no(
                        Reason.ARCHITECTURE_NOT_COVERED,
                        pool,
                        on("910B3", "cann", "builtFor: { torchNpu: 2.7.1.post2 }"),
                        "torch-npu 2.7.1.post2 is built for CANN 8.5.0, the pool has 8.2.RC1",
                        "an image with torch-npu 2.1.0.post13, 2.5.1.post1, 2.6.0, or a pool with CANN 8.5.0"),
                no(
                        Reason.COVERAGE_UNKNOWN,
                        pool,
                        on("910B3", "cann", "builtFor: { mindspore: 9.9 }"),
                        "the CANN version of mindspore 9.9 is not known",
                        ""),
                no(
                        Reason.COVERAGE_UNKNOWN,
                        device("Ascend910B3").stack("cann"),
                        on("910B3", "cann", "builtFor: { cann: 8.2 }"),
                        "the pool's is not known",
                        "the provider must report the version"));
    }

    static Stream<Arguments> drivers() {
        return Stream.of(
                no(
                        Reason.DRIVER_TOO_OLD,
                        device(A100_80).stack("cuda", "12.2", "535.54.03"),
                        on(ONE_A100, "cuda", "driverMinimum: 535.104"),
                        "the variant needs driver 535.104, the pool has 535.54.03",
                        "driver >= 535.104"),
                no(
                        Reason.DRIVER_TOO_OLD,
                        device(A100_80).stack("cuda", "12.6", "560.35"),
                        on(ONE_A100, "cuda", "builtFor: { pytorch: 2.9+cu130 }"),
                        "the variant needs driver 580 for PyTorch 2.9+cu130, the pool has 560.35",
                        "driver >= 580"),
                no(
                        Reason.DRIVER_UNKNOWN,
                        device(A100_80).stack("cuda"),
                        on(ONE_A100, "cuda", "driverMinimum: 535.104"),
                        "the pool's driver is not known",
                        "The provider must report the driver"));
    }

    static Stream<Arguments> arithmetic() {
        return Stream.of(
                no(
                        Reason.PRECISION_MISSING,
                        device("Tesla-V100-SXM2-32GB"),
                        on("V100-32GB", "cuda", "precisions: [ fp16, bf16 ]"),
                        "nvidia-v100-sxm2-32gb does not compute in bf16, which the variant needs",
                        "a variant that does without bf16; the accelerator has fp64, fp32, fp16, int8"),
                no(
                        Reason.PRECISION_MISSING,
                        device("Ascend910B3"),
                        on("910B3", "cann", "quantisation: fp8"),
                        "fp8, which quantisation fp8 needs",
                        "without fp8"),
                no(
                        Reason.PRECISION_UNKNOWN,
                        device("MLU590"),
                        on("MLU590", "neuware", "quantisation: nvfp4"),
                        "it is not known whether cambricon-mlu590 computes in fp4",
                        "the catalogue"),
                no(
                        Reason.PRECISION_MISSING,
                        device("Tesla-V100-SXM2-32GB"),
                        on("{ precisions: [ bf16 ], count: 1 }", "cuda", ""),
                        "bf16, which is asked for",
                        "without bf16"),
                no(
                        Reason.PEAK_TOO_LOW,
                        device("NVIDIA-H20"),
                        on("{ precisions: [ bf16 ], tflops: 300+, memory: 64Gi+ }", "cuda", ""),
                        "the dense bf16 peak of nvidia-h20-96gb is 148 TFLOPS per unit, asked 300",
                        "tflops: 148"),
                no(
                        Reason.PEAK_UNKNOWN,
                        device("NVIDIA H100 NVL"),
                        on("{ precisions: [ bf16 ], tflops: 300 }", "cuda", ""),
                        "is not known, asked 300 TFLOPS",
                        "Ask for the accelerator by name"));
    }

    static Stream<Arguments> memory() {
        return Stream.of(
                no(
                        Reason.ACCELERATOR_MEMORY,
                        device("NVIDIA GeForce RTX 4090").memory(24_564),
                        on("RTX4090-48GB", "cuda", ""),
                        "asked 48Gi per unit, the pool has 24564Mi",
                        "at most 24564Mi per unit"),
                no(
                        Reason.ACCELERATOR_MEMORY,
                        device("NVIDIA GeForce RTX 4090"),
                        on("{ name: RTX4090-48GB, count: 2 }", "cuda", ""),
                        "asked 48Gi per unit, the pool has 24Gi",
                        ""),
                no(
                        Reason.ACCELERATOR_MEMORY,
                        device("Tesla-V100-PCIE-16GB"),
                        on("V100-PCIE-32GB", "cuda", ""),
                        "nvidia-v100-pcie-32gb has 32Gi per unit, the pool reports 16Gi",
                        "at most 16Gi"),
                no(
                        Reason.ACCELERATOR_MEMORY,
                        device("AMD-Instinct-MI250X"),
                        on("{ memory: 96Gi+, stacks: [ rocm ] }", "rocm", ""),
                        "asked 96Gi per unit, the pool has 64Gi",
                        ""),
                no(
                        Reason.ACCELERATOR_MEMORY_UNKNOWN,
                        device("MLU590"),
                        on("{ name: MLU590, memory: 32Gi }", "neuware", ""),
                        "memory per unit is not known",
                        "The provider must report the memory"));
    }

    static Stream<Arguments> domains() {
        return Stream.of(no(
                Reason.NO_INTERCONNECT_DOMAIN,
                device(A100_80).withoutDomain(),
                read("replicas: 4, gang: { domain: required }, resources: { accelerators: A100-80GB }, "
                        + "variants: [ { stack: cuda, command: [ a ] } ]"),
                "the gang of 4 needs one interconnect domain",
                "gang.domain: preferred"));
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

    private static Arguments no(Reason reason, Advertised pool, WorkloadSpec spec, String evidence, String wouldPass) {
        return Arguments.of(reason, pool, spec, evidence, wouldPass);
    }

    private static Arguments yes(Advertised pool, WorkloadSpec spec, String what) {
        return Arguments.of(pool, spec, what);
    }
}
