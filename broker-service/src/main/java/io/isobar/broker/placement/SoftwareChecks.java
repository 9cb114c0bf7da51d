package io.isobar.broker.placement;

import static io.isobar.broker.placement.Answer.YES;
import static io.isobar.broker.placement.Answer.no;
import static io.isobar.broker.placement.Answer.unknown;

import io.isobar.broker.capacity.PoolFacts.InstalledStack;
import io.isobar.broker.catalog.CudaWheels;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.HostArchitecture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does the variant's program start there: on the hosts' processors, the accelerator's software and its driver? */
final class SoftwareChecks {
    private SoftwareChecks() {}

    static Answer host(Pairing pairing) {
        var wanted = pairing.variant().hostArchitecture();
        var host = pairing.pool().hostArchitecture();
        if (wanted == null) {
            // Most images are for one instruction set, and that is the usual one.
            return host != null
                            && host != HostArchitecture.X86_64
                            && pairing.variant().image() != null
                    ? Answer.noted("the hosts are " + host.token() + ", and the variant does not say its architecture")
                    : YES;
        }
        if (host == null) {
            return unknown(
                    Reason.HOST_ARCHITECTURE_UNKNOWN,
                    "the variant needs " + wanted.token() + ", the hosts' instruction set is not known");
        }
        return wanted == host
                ? YES
                : no(
                        Reason.HOST_ARCHITECTURE,
                        "the variant needs " + wanted.token() + ", the hosts are " + host.token(),
                        new WouldPass.VariantFor(pairing.neededStack(), host));
    }

    static Answer stack(Pairing pairing) {
        var needed = pairing.neededStack();
        var model = pairing.model();
        if (needed == SoftwareStack.UNKNOWN && model != null) {
            return new Answer.Fails(new Objection(
                    Reason.STACK_UNKNOWN, "the catalogue does not say which software runs on " + model.id()));
        }
        if (!pairing.isForTheStack()) {
            var have = pairing.spec().variants().stream()
                    .map(variant -> variant.stack().token())
                    .distinct()
                    .toList();
            return no(
                    Reason.STACK_MISSING,
                    "the pool needs a variant for " + needed.token() + ", the workload has " + have,
                    new WouldPass.VariantFor(needed, null));
        }
        // A pool that reports no software at all has what its accelerator cannot do without; one that reports some has
        // that.
        var reported = reported(pairing);
        return needed == SoftwareStack.CPU || reported.isEmpty() || pairing.installed() != null
                ? YES
                : no(
                        Reason.STACK_MISSING,
                        "the nodes have " + reported + ", and not " + needed.token(),
                        new WouldPass.Said(
                                "The provider must install " + needed.token() + " on the nodes, and report it."));
    }

    private static List<String> reported(Pairing pairing) {
        return pairing.pool().stacks().stream()
                .map(InstalledStack::stack)
                .filter(stack -> stack != SoftwareStack.CPU)
                .map(SoftwareStack::token)
                .toList();
    }

    static Answer image(Pairing pairing) {
        return pairing.variant().image() == null || pairing.pool().runsImages()
                ? YES
                : no(
                        Reason.IMAGE_UNSUPPORTED,
                        "the variant brings an image, the region runs commands only",
                        new WouldPass.CommandFor(pairing.variant().stack()));
    }

    /** What the variant says it needs; and what the CUDA of its PyTorch build does, which nobody should have to say. */
    static Answer driver(Pairing pairing) {
        var variant = pairing.variant();
        var said = variant.driverMinimum();
        var pytorch = variant.builtFor().pytorch();
        var implied = pytorch == null
                ? null
                : CudaWheels.driverMinimum(CoverageCheck.tag(pytorch)).orElse(null);
        boolean impliedCounts = implied != null && (said == null || Versions.compare(said, implied) < 0);
        var minimum = impliedCounts ? implied : said;
        return minimum == null ? YES : driver(pairing, minimum, impliedCounts ? " for PyTorch " + pytorch : "");
    }

    private static Answer driver(Pairing pairing, String minimum, String why) {
        var installed = pairing.installed();
        @Nullable String driver = installed == null ? null : installed.driverVersion();
        if (driver == null) {
            var evidence = "the variant needs driver " + minimum + why + ", the pool's driver is not known";
            return why.isEmpty()
                    ? unknown(Reason.DRIVER_UNKNOWN, evidence)
                    : new Answer.Unknown(
                            new Objection(Reason.DRIVER_UNKNOWN, evidence, "The provider must report the driver."));
        }
        return Versions.compare(driver, minimum) < 0
                ? no(
                        Reason.DRIVER_TOO_OLD,
                        "the variant needs driver " + minimum + why + ", the pool has " + driver,
                        new WouldPass.OlderDriver(driver, minimum))
                : YES;
    }
}
