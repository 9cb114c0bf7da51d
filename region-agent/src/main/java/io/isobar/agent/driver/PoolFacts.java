package io.isobar.agent.driver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of a pool is not advertised, but helps to see where it comes from.
 *
 * @param deviceText its accelerator as the site writes it, verbatim; null: it has none, or the site's word is the advertised one
 * @param longestRun how long work may run; null: without end
 * @param mostNodes of one job; null: any number
 */
public record PoolFacts(
        @Nullable String deviceText,
        @Nullable Duration longestRun,
        @Nullable Long mostNodes) {
    public static final PoolFacts NONE = new PoolFacts(null, null, null);
}
