package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.on;
import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Advertised.device;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_CARD;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_DIE;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_PARTITION;
import static io.isobar.proto.resource.v1.UnitKind.UNIT_KIND_SLICE;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.samples.Advertised;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Pools whose accelerators are not what is asked for, or cannot do the work. */
final class AcceleratorCases {
    private static final String A100_80 = "NVIDIA A100-SXM4-80GB";
    private static final String ONE_A100 = "\"A100-80GB:1\"";

    private AcceleratorCases() {}

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

    private static Arguments no(Reason reason, Advertised pool, WorkloadSpec spec, String evidence, String wouldPass) {
        return Arguments.of(reason, pool, spec, evidence, wouldPass);
    }
}
