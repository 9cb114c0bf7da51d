package io.isobar.broker.placement;

import static io.isobar.broker.placement.Files.on;
import static io.isobar.broker.placement.Files.read;
import static io.isobar.broker.samples.Advertised.device;
import static io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_AARCH64;
import static io.isobar.proto.resource.v1.HostArchitecture.HOST_ARCHITECTURE_UNSPECIFIED;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.samples.Advertised;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Programs that do not run on a pool, for want of its hosts, software, build or driver. */
final class ProgramCases {
    private static final String A100_80 = "NVIDIA A100-SXM4-80GB";
    private static final String ONE_A100 = "\"A100-80GB:1\"";

    private ProgramCases() {}

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

    private static Arguments no(Reason reason, Advertised pool, WorkloadSpec spec, String evidence, String wouldPass) {
        return Arguments.of(reason, pool, spec, evidence, wouldPass);
    }
}
