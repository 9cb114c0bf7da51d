package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a workload would run on a model.
 *
 * <p>Declared hours are for the gang as asked on the reference model. On another model the time is scaled by the ratio of the
 * dense peaks in the precision that the variant computes in; that is an estimate and is marked so.
 */
final class RunTimes {
    private RunTimes() {}

    static RunTime of(
            WorkloadSpec spec, Variant variant, @Nullable AcceleratorModel model, AcceleratorCatalog catalog) {
        var work = spec.work();
        if (work == null) {
            return new RunTime.Unknown("spec.work is not declared");
        }
        var reference = work.onModel();
        if (reference == null || model == null || reference.equals(model.id())) {
            return known(work.hours(), Basis.DECLARED, hours(work.hours()) + " declared");
        }
        var known = catalog.find(reference);
        if (known.isEmpty()) {
            return new RunTime.Unknown("the reference " + reference + " is not in the catalogue");
        }
        for (var precision : variant.precisions().isEmpty()
                ? DEFAULT_PRECISIONS
                : variant.precisions().toArray(String[]::new)) {
            var ratio = ratio(known.get(), model, precision);
            if (ratio.isPresent()) {
                return known(
                        work.hours() * ratio.getAsDouble(),
                        Basis.ESTIMATED,
                        String.format(
                                Locale.ROOT,
                                "%s on %s x %.2f, the ratio of their dense %s peaks",
                                hours(work.hours()),
                                reference,
                                ratio.getAsDouble(),
                                precision));
            }
        }
        return new RunTime.Unknown("no common dense peak of " + reference + " and " + model.id() + " is known");
    }

    private static final String[] DEFAULT_PRECISIONS = {"bf16", "fp16", "fp32"};

    private static OptionalDouble ratio(AcceleratorModel reference, AcceleratorModel model, String precision) {
        var from = reference.denseTflops(precision);
        var to = model.denseTflops(precision);
        return from.isPresent() && to.isPresent() && to.getAsDouble() > 0
                ? OptionalDouble.of(from.getAsDouble() / to.getAsDouble())
                : OptionalDouble.empty();
    }

    private static RunTime known(double hours, Basis basis, String detail) {
        double seconds = hours * 3600;
        return seconds > Long.MAX_VALUE / 1e6
                ? new RunTime.Unknown("the run time of " + hours + " h is too long")
                : new RunTime.Known(Duration.ofMillis(Math.round(seconds * 1000)), basis, detail);
    }

    static String hours(double hours) {
        return String.format(Locale.ROOT, hours == Math.rint(hours) ? "%.0f h" : "%.2f h", hours);
    }
}
