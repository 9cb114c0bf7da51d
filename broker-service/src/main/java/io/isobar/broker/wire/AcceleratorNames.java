package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.failure.Reason;
import org.jspecify.annotations.Nullable;

/** Turns the accelerator names of a workload into catalogue ids. */
final class AcceleratorNames {
    private static final int LONGEST = 128;

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
     * The canonical id, or null and a problem.
     *
     * @param modelId that the message carries already; empty: none
     */
    @Nullable
    String resolve(Problems problems, String field, String name, String modelId) {
        if (!modelId.isEmpty() && (trusted || catalog.find(modelId).isPresent())) {
            return modelId;
        }
        if (!problems.text(field, name, LONGEST)) {
            return null;
        }
        return switch (catalog.resolver().resolve(name)) {
            case Resolution.Exact exact -> exact.model().id();
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
                        "\"" + name + "\" is not in the catalogue"
                                + (unknown.nearest().isEmpty()
                                        ? ""
                                        : "; did you mean " + String.join(", ", unknown.nearest()) + "?"),
                        name);
        };
    }

    /** A stored name that no longer resolves stands for itself: no model is equal to it. */
    private @Nullable String missing(Problems problems, Reason reason, String field, String problem, String name) {
        if (trusted) {
            return name;
        }
        problems.note("name", name);
        problems.add(reason, field, problem);
        return null;
    }
}
