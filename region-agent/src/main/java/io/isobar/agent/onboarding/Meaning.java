package io.isobar.agent.onboarding;

import java.util.List;

/** What the broker's catalogue takes the name of an accelerator for. */
public sealed interface Meaning {
    /** One model, by its id. */
    record Exact(String model) implements Meaning {}

    /** Several models, by their ids; none is preferred, so work that names one of them is not placed there. */
    record Ambiguous(List<String> candidates) implements Meaning {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /** No model; with the names that are spelled alike, the best first. */
    record Unknown(List<String> nearest) implements Meaning {
        public Unknown {
            nearest = List.copyOf(nearest);
        }
    }
}
