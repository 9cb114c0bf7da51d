package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.Partition;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.RunTime.Ratio;
import io.isobar.broker.resource.Decimals;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a workload would run on a model.
 *
 * <p>Declared hours are for the gang as asked on the reference model. On another model the time is scaled: by the
 * speed at which the family of the workload was measured on both, where that is known; else by the ratio of their
 * dense peaks in the precision that the variant computes in, which is an estimate. Where an alternative has another
 * number of units than the one of the reference, the time is scaled by that too, as if units added up, and is an
 * estimate.
 */
final class RunTimes {
    private static final List<String> DEFAULT_PRECISIONS = List.of("bf16", "fp16", "fp32");

    private RunTimes() {}

    /** How long work that is expected to take so long runs at the longest, which its limit may cut short; null: nobody knows. */
    static @Nullable Duration longest(@Nullable Duration expected, WorkloadSpec spec) {
        var limit = spec.timeLimit();
        if (expected == null || limit == null) {
            return expected == null ? limit : expected;
        }
        return expected.compareTo(limit) < 0 ? expected : limit;
    }

    /** A factor of the time, and how it is known; an empty source says that it is none. */
    private record Scale(double time, Basis basis, String source) {
        static final Scale SAME = new Scale(1, Basis.DECLARED, "");

        /** Both together, as well known as the less known of them. */
        Scale and(Scale other) {
            if (source.isEmpty() || other.source.isEmpty()) {
                return source.isEmpty() ? other : this;
            }
            return new Scale(
                    time * other.time,
                    basis.compareTo(other.basis) > 0 ? basis : other.basis,
                    source + ", and " + other.source);
        }
    }

    /** By what runs have taught, too. */
    static RunTime of(WorkloadSpec spec, PortabilityGate.Way way, @Nullable AcceleratorModel model, Policy policy) {
        var expected = expected(spec, way, model, policy.catalog());
        return expected instanceof RunTime.Known known ? Lessons.applied(known, spec, way, model, policy) : expected;
    }

    /** As if no run had been seen. */
    static RunTime expected(
            WorkloadSpec spec, PortabilityGate.Way way, @Nullable AcceleratorModel model, AcceleratorCatalog catalog) {
        var work = spec.work();
        if (work == null) {
            return new RunTime.Unknown("spec.work is not declared");
        }
        var reference = work.onModel();
        if (reference != null && isOnProcessors(spec, way)) {
            return new RunTime.Unknown("spec.work says how long it takes on " + reference + ", and not on processors");
        }
        if (reference == null
                || model == null
                || spec.resources().accelerators().isEmpty()) {
            return known(work.hours(), Basis.DECLARED, hours(work.hours()) + " declared", null);
        }
        var known = catalog.find(reference);
        if (known.isEmpty()) {
            return new RunTime.Unknown("the reference " + reference + " is not in the catalogue");
        }
        var choice = spec.resources().accelerators().get(way.choice());
        var speed = speed(work, spec.variants().get(way.variant()), known.get(), model, catalog);
        if (speed == null) {
            return new RunTime.Unknown("no common dense peak of " + reference + " and " + model.id() + " is known");
        }
        var part = part(choice, model, catalog);
        if (part == null) {
            return new RunTime.Unknown("how much of a device " + choice.inWords() + " is, is not known");
        }
        var scale = speed.and(part).and(units(spec, choice, reference));
        if (scale.source().isEmpty()) {
            return known(work.hours(), Basis.DECLARED, hours(work.hours()) + " declared", null);
        }
        return known(
                work.hours() * scale.time(),
                scale.basis(),
                String.format(
                        Locale.ROOT,
                        "%s on %s x %.2f, %s",
                        hours(work.hours()),
                        reference,
                        scale.time(),
                        scale.source()),
                new Ratio(scale.time(), reference, scale.source()));
    }

    /** Whether it goes without the accelerators that it would take elsewhere. */
    private static boolean isOnProcessors(WorkloadSpec spec, PortabilityGate.Way way) {
        var alternatives = spec.resources().accelerators();
        return !alternatives.isEmpty() && alternatives.get(way.choice()) instanceof AcceleratorChoice.None;
    }

    private static @Nullable Scale speed(
            Work work,
            Variant variant,
            AcceleratorModel reference,
            AcceleratorModel model,
            AcceleratorCatalog catalog) {
        if (reference.id().equals(model.id())) {
            return Scale.SAME;
        }
        var measured = catalog.speeds().of(work.family(), model.id(), reference.id());
        if (measured.isPresent()) {
            return new Scale(
                    1 / measured.get().ratio(),
                    Basis.MEASURED,
                    String.format(
                            Locale.ROOT,
                            "as %s was measured to run at %.2f times the speed (%s)",
                            work.family(),
                            measured.get().ratio(),
                            measured.get().source()));
        }
        var precisions = variant.precisions().isEmpty() ? DEFAULT_PRECISIONS : variant.precisions();
        for (var precision : precisions) {
            var ratio = ratio(reference, model, precision);
            if (ratio.isPresent()) {
                return new Scale(
                        ratio.getAsDouble(), Basis.ESTIMATED, "the ratio of their dense " + precision + " peaks");
            }
        }
        return null;
    }

    /** A partition computes as its share of the compute slices; what a share in time comes to, nobody knows. */
    private static @Nullable Scale part(AcceleratorChoice choice, AcceleratorModel model, AcceleratorCatalog catalog) {
        return isWhole(choice, model)
                ? Scale.SAME
                : partition(choice, model, catalog)
                        .map(partition -> new Scale(
                                (double) partition.computeSlicesOfCard() / partition.computeSlices(),
                                Basis.ESTIMATED,
                                partition.computeSlices() + " of " + partition.computeSlicesOfCard()
                                        + " compute slices"))
                        .orElse(null);
    }

    /** Whether a unit of the alternative is a device of the model, and no part of one. */
    static boolean isWhole(AcceleratorChoice choice, AcceleratorModel model) {
        var unit = choice instanceof AcceleratorChoice.Named named ? named.unit() : null;
        return unit == null || unit.kind() == model.unitKind();
    }

    /** Which partition of the model a unit of the alternative is, where it is one that the catalogue knows. */
    static Optional<Partition> partition(AcceleratorChoice choice, AcceleratorModel model, AcceleratorCatalog catalog) {
        var profile = choice instanceof AcceleratorChoice.Named named && named.unit() != null
                ? named.unit().profile()
                : null;
        return profile == null
                ? Optional.empty()
                : catalog.partitions(model).stream()
                        .filter(partition -> partition.profile().equalsIgnoreCase(profile))
                        .findFirst();
    }

    /** Where the alternative that names the reference has another number of devices. */
    private static Scale units(WorkloadSpec spec, AcceleratorChoice choice, String reference) {
        for (var other : spec.resources().accelerators()) {
            if (other instanceof AcceleratorChoice.Named named
                    && named.modelId().equals(reference)
                    && (named.unit() == null || named.unit().devices() > 1)) {
                long from = devices(other);
                long to = devices(choice);
                return from == to
                        ? Scale.SAME
                        : new Scale((double) from / to, Basis.ESTIMATED, to + " units in place of " + from);
            }
        }
        return Scale.SAME;
    }

    private static long devices(AcceleratorChoice choice) {
        var unit = choice instanceof AcceleratorChoice.Named named ? named.unit() : null;
        return (long) choice.count() * (unit == null ? 1 : unit.devices());
    }

    private static OptionalDouble ratio(AcceleratorModel reference, AcceleratorModel model, String precision) {
        var from = reference.denseTflops(precision);
        var to = model.denseTflops(precision);
        return from.isPresent() && to.isPresent() && to.getAsDouble() > 0
                ? OptionalDouble.of(from.getAsDouble() / to.getAsDouble())
                : OptionalDouble.empty();
    }

    private static RunTime known(double hours, Basis basis, String detail, @Nullable Ratio ratio) {
        double seconds = hours * 3600;
        return seconds > Long.MAX_VALUE / 1e6
                ? new RunTime.Unknown("the run time of " + hours + " h is too long")
                : new RunTime.Known(Duration.ofMillis(Math.round(seconds * 1000)), basis, detail, ratio);
    }

    /** In hours, or in the unit in which as little as it is can be read: "360 h", "0.50 h", "2.5 min", "20 s". */
    static String hours(double hours) {
        double seconds = hours * 3_600;
        if (seconds == 0 || seconds >= 360) {
            return print(hours, 2, "h");
        }
        return seconds >= 60 ? print(seconds / 60, 1, "min") : print(seconds, 1, "s");
    }

    private static String print(double amount, int decimals, String unit) {
        boolean whole = Math.abs(amount - Math.rint(amount)) < 1e-9;
        return Decimals.print(amount, whole ? 0 : decimals) + " " + unit;
    }
}
