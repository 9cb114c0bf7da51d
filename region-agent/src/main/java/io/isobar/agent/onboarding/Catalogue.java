package io.isobar.agent.onboarding;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker said of the names that would be advertised.
 *
 * @param meanings by name; a name that is not there was not asked for
 * @param trouble why the broker could not be asked, or not for all; null: it answered
 */
public record Catalogue(
        Map<String, Meaning> meanings, @Nullable String trouble) {
    public Catalogue {
        meanings = Map.copyOf(meanings);
    }
}
