package io.isobar.broker.placement;

import static io.isobar.broker.placement.Answer.YES;
import static io.isobar.broker.placement.Answer.no;
import static io.isobar.broker.placement.Answer.unknown;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.MemoryTolerance;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Support;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.AcceleratorChoice;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Can the accelerator do the work: in its precisions, fast enough, with memory enough, and together with its like? */
final class CapabilityChecks {
    private CapabilityChecks() {}

    static Answer precisions(Pairing pairing) {
        var model = pairing.model();
        if (model == null) {
            return YES;
        }
        Answer doubt = YES;
        for (var needed : needed(pairing).entrySet()) {
            var precision = needed.getKey();
            var why = precision.token() + ", " + needed.getValue();
            switch (model.support(precision)) {
                case PRESENT -> {}
                case MISSING -> {
                    return no(
                            Reason.PRECISION_MISSING,
                            model.id() + " does not compute in " + why,
                            new WouldPass.Without(precision, present(model)));
                }
                case UNKNOWN ->
                    doubt = doubt.equals(YES)
                            ? unknown(
                                    Reason.PRECISION_UNKNOWN,
                                    "it is not known whether " + model.id() + " computes in " + why)
                            : doubt;
            }
        }
        return doubt;
    }

    /** Each precision with who needs it. */
    private static Map<Precision, String> needed(Pairing pairing) {
        var needed = new EnumMap<Precision, String>(Precision.class);
        if (pairing.choice() instanceof AcceleratorChoice.Required required) {
            required.requirement().precisions().forEach(precision -> needed.put(precision, "which is asked for"));
        }
        var quantisation = pairing.variant().quantisation();
        if (quantisation != null) {
            needed.put(quantisation.computesIn(), "which quantisation " + quantisation.token() + " needs");
        }
        for (var name : pairing.variant().precisions()) {
            Precision.of(name).ifPresent(precision -> needed.put(precision, "which the variant needs"));
        }
        return needed;
    }

    private static String present(AcceleratorModel model) {
        return Arrays.stream(Precision.values())
                .filter(precision -> model.support(precision) == Support.PRESENT)
                .map(Precision::token)
                .collect(Collectors.joining(", "));
    }

    static Answer peak(Pairing pairing) {
        var model = pairing.model();
        if (model == null || !(pairing.choice() instanceof AcceleratorChoice.Required required)) {
            return YES;
        }
        var asked = required.requirement().minimumTflops();
        if (asked == null) {
            return YES;
        }
        for (var precision : required.requirement().precisions()) {
            var has = model.denseTflops(precision);
            var what = "the dense " + precision.token() + " peak of " + model.id();
            if (has.isEmpty()) {
                return unknown(
                        Reason.PEAK_UNKNOWN,
                        what + " is not known, asked " + AcceleratorRequirement.number(asked) + " TFLOPS");
            }
            if (has.getAsDouble() < asked) {
                return no(
                        Reason.PEAK_TOO_LOW,
                        what + " is " + AcceleratorRequirement.number(has.getAsDouble()) + " TFLOPS per unit, asked "
                                + AcceleratorRequirement.number(asked),
                        new WouldPass.SlowerThan(has.getAsDouble()));
            }
        }
        return YES;
    }

    static Answer memory(Pairing pairing) {
        var choice = pairing.choice();
        var accelerator = pairing.accelerator();
        var model = pairing.model();
        if (choice == null || accelerator == null || model == null) {
            return YES;
        }
        var has = pairing.memoryPerUnit();
        var asked = choice.minimumMemory();
        if (asked != null) {
            if (has == null) {
                return unknown(
                        Reason.ACCELERATOR_MEMORY_UNKNOWN,
                        "asked " + asked + " per unit, the pool's memory per unit is not known");
            }
            return MemoryTolerance.covers(has, asked)
                    ? YES
                    : no(
                            Reason.ACCELERATOR_MEMORY,
                            "asked " + asked + " per unit, the pool has " + has,
                            new WouldPass.LessMemory(has));
        }
        // A name asks for what the model has: what reports much less under it is something else.
        var nominal = accelerator.unit() == null ? model.nominalMemoryPerUnit().orElse(null) : null;
        return has != null && nominal != null && MemoryTolerance.isFarBelow(has, nominal)
                ? no(
                        Reason.ACCELERATOR_MEMORY,
                        model.id() + " has " + nominal + " per unit, the pool reports " + has,
                        new WouldPass.LessMemory(has))
                : YES;
    }

    static Answer domain(Pairing pairing) {
        var spec = pairing.spec();
        return spec.gang().domainRequired()
                        && spec.replicas() > 1
                        && pairing.pool().interconnectDomain() == null
                ? no(
                        Reason.NO_INTERCONNECT_DOMAIN,
                        "the gang of " + spec.replicas() + " needs one interconnect domain, the pool names none",
                        new WouldPass.AnyDomain())
                : YES;
    }
}
