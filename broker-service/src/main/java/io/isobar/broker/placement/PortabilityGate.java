package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Can the workload run on that hardware and software? Every alternative of accelerators is tried with every variant,
 * and each pair is asked the checks in their order until one says no. A pool on which none runs is refused with the
 * objection that got furthest.
 *
 * <p>The order of the checks is that of their reasons in {@link Reason}: host, software, program, driver, arithmetic,
 * memory, interconnect. What is not known is a reason of its own, and passes only where the policy allows it, with a
 * note.
 */
final class PortabilityGate {
    static final List<Function<Pairing, Answer>> CHECKS = List.of(
            AcceleratorChecks::model,
            AcceleratorChecks::unit,
            SoftwareChecks::host,
            SoftwareChecks::stack,
            SoftwareChecks::image,
            CoverageCheck::built,
            SoftwareChecks::driver,
            CapabilityChecks::precisions,
            CapabilityChecks::peak,
            CapabilityChecks::memory,
            CapabilityChecks::domain);

    /** What the gate found. */
    sealed interface Verdict {
        /** It runs, in one way or several; in the order of the alternatives, then of the variants. */
        record Runs(List<Way> ways) implements Verdict {}

        record RunsNot(Objection why) implements Verdict {}
    }

    /**
     * A way in which it runs.
     *
     * @param choice index into the accelerator alternatives; 0 without accelerators
     * @param variant index into the variants
     * @param units of the pool that one replica takes
     * @param notes what a person should know of it
     */
    record Way(int choice, int variant, int units, List<String> notes) {}

    private final AcceleratorCatalog catalog;
    private final Set<Reason> allowedUnknowns;

    PortabilityGate(AcceleratorCatalog catalog, Set<Reason> allowedUnknowns) {
        this.catalog = catalog;
        this.allowedUnknowns = allowedUnknowns;
    }

    Verdict judge(PoolFacts pool, WorkloadSpec spec) {
        List<@Nullable AcceleratorChoice> choices =
                spec.resources().accelerators().isEmpty()
                        ? Collections.singletonList(null)
                        : Collections.unmodifiableList(spec.resources().accelerators());
        var ways = new ArrayList<Way>();
        Objection furthest = null;
        for (int i = 0; i < choices.size(); i++) {
            var pairings = pairings(pool, spec, choices.get(i));
            // Where a variant is for the stack that it takes, what the others lack is of no interest.
            boolean some = pairings.stream().anyMatch(Pairing::isForTheStack);
            for (int j = 0; j < pairings.size(); j++) {
                var pairing = pairings.get(j);
                if (some && !pairing.isForTheStack()) {
                    continue;
                }
                var notes = new ArrayList<String>();
                var objection = objection(pairing, notes);
                if (objection == null) {
                    ways.add(new Way(i, j, AcceleratorChecks.unitsPerReplica(pairing), List.copyOf(notes)));
                } else {
                    furthest = furthest == null ? objection : Objection.further(furthest, objection);
                }
            }
        }
        return ways.isEmpty() && furthest != null ? new Verdict.RunsNot(furthest) : new Verdict.Runs(ways);
    }

    private List<Pairing> pairings(PoolFacts pool, WorkloadSpec spec, @Nullable AcceleratorChoice choice) {
        return spec.variants().stream()
                .map(variant -> new Pairing(
                        pool, spec, choice instanceof AcceleratorChoice.None ? null : choice, variant, catalog))
                .toList();
    }

    /** The first that any check has, or null. */
    @Nullable
    Objection objection(Pairing pairing, List<String> notes) {
        for (var check : CHECKS) {
            switch (check.apply(pairing)) {
                case Answer.Passes passes -> {
                    if (!passes.note().isEmpty()) {
                        notes.add(passes.note());
                    }
                }
                case Answer.Fails fails -> {
                    return fails.why();
                }
                case Answer.Unknown unknown -> {
                    if (!allowedUnknowns.contains(unknown.why().reason())) {
                        return unknown.why();
                    }
                    notes.add(unknown.why().evidence() + "; the policy allows that");
                }
            }
        }
        return null;
    }
}
