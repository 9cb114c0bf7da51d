package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.StackRule;
import io.isobar.broker.workload.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the accelerator names of a workload into catalogue ids. */
final class AcceleratorNames {
    /** As a user may write it, with vendor and memory. */
    private static final int LONGEST_WRITTEN = 256;

    private final AcceleratorCatalog catalog;
    private final boolean trusted;

    private AcceleratorNames(AcceleratorCatalog catalog, boolean trusted) {
        this.catalog = catalog;
        this.trusted = trusted;
    }

    /** For requests: what the catalogue does not know is a problem. */
    static AcceleratorNames checked(AcceleratorCatalog catalog) {
        return new AcceleratorNames(catalog, false);
    }

    /** For stored records, whose names were resolved when they were accepted. */
    static AcceleratorNames trusted(AcceleratorCatalog catalog) {
        return new AcceleratorNames(catalog, true);
    }

    boolean trusted() {
        return trusted;
    }

    /**
     * What a name means.
     *
     * @param unit what it says of one unit; null: a whole device
     * @param memory that it says one unit has; null: nothing
     */
    record Meaning(
            String modelId,
            @Nullable NamedUnit unit,
            @Nullable Memory memory) {}

    /**
     * The model and unit, or null and a problem.
     *
     * @param modelId that the message carries already; empty: none
     */
    @Nullable
    Meaning resolve(Problems problems, String field, String name, String modelId) {
        if (!modelId.isEmpty() && (trusted || catalog.find(modelId).isPresent())) {
            return problems.textOrEmpty(field, name, LONGEST_WRITTEN) ? ofModel(name, modelId) : null;
        }
        if (!problems.text(field, name, FieldRules.LONGEST_ACCELERATOR)) {
            return null;
        }
        return switch (catalog.resolver().resolve(name)) {
            case Resolution.Exact exact -> meaning(exact);
            case Resolution.Ambiguous ambiguous -> {
                problems.note("candidates", ambiguous.names());
                yield missing(
                        problems,
                        Reason.AMBIGUOUS_ACCELERATOR,
                        field,
                        "\"" + name + "\" may mean " + ambiguous.names() + "; write one of them",
                        name);
            }
            case Resolution.Unknown unknown ->
                missing(
                        problems,
                        Reason.UNKNOWN_ACCELERATOR,
                        field,
                        "\"" + name + "\" is not in the catalogue" + hint(name, unknown),
                        name);
        };
    }

    private static Meaning meaning(Resolution.Exact exact) {
        var unit = exact.unit();
        return new Meaning(exact.model().id(), unit.isWhole() ? null : unit, unit.memory());
    }

    /** The id decides which model it is; a name that means the same one may also say what a unit is. */
    private Meaning ofModel(String name, String modelId) {
        return catalog.resolver().resolve(name) instanceof Resolution.Exact exact
                        && exact.model().id().equals(modelId)
                        && !exact.unit().isWhole()
                ? meaning(exact)
                : new Meaning(modelId, null, null);
    }

    /** What was accepted before is not held against this catalogue. */
    boolean isMet(Problems problems, String field, AcceleratorRequirement requirement) {
        var problem = trusted ? null : StackRule.problem(catalog, requirement);
        if (problem != null) {
            problems.add(field, problem);
        }
        return problem == null;
    }

    /** What was accepted before this catalogue is not judged by it. */
    void checkStacks(Problems problems, String field, Resources resources, List<Variant> variants) {
        var problem = trusted ? null : StackRule.problem(catalog, resources, variants);
        if (problem != null) {
            problems.add(field, problem);
        }
    }

    private static String hint(String name, Resolution.Unknown unknown) {
        if (!unknown.nearest().isEmpty()) {
            return "; did you mean " + String.join(", ", unknown.nearest()) + "?";
        }
        return name.indexOf(':') < 0 ? "" : "; the count has a field of its own";
    }

    /** A stored name that no longer resolves stands for itself: no model is equal to it. */
    private @Nullable Meaning missing(Problems problems, Reason reason, String field, String problem, String name) {
        if (trusted) {
            return new Meaning(name, null, null);
        }
        problems.note("name", name);
        problems.add(reason, field, problem);
        return null;
    }
}
