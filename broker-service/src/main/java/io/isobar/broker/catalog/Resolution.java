package io.isobar.broker.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** What a name means. */
public sealed interface Resolution {
    /** One model, and what the name says about the unit. */
    record Exact(AcceleratorModel model, NamedUnit unit) implements Resolution {
        public static Exact whole(AcceleratorModel model) {
            return new Exact(model, NamedUnit.whole(model));
        }
    }

    /**
     * Several models, none of which is preferred.
     *
     * @param candidates two or more, in the order of the catalogue's entry for the name
     */
    record Ambiguous(List<AcceleratorModel> candidates) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }

        /** The names to choose from, as a request would have them. */
        public String names() {
            return candidates.stream().map(AcceleratorModel::name).collect(Collectors.joining(", "));
        }
    }

    /**
     * No model.
     *
     * @param nearest names that are spelled alike, the best first, at most five; none where nothing is alike
     */
    record Unknown(List<String> nearest) implements Resolution {
        public Unknown {
            nearest = List.copyOf(nearest);
        }
    }
}
