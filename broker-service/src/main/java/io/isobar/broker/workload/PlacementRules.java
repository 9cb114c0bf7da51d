package io.isobar.broker.workload;

import io.isobar.broker.resource.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the workload may run.
 *
 * @param regions only there; empty: anywhere
 * @param providers only with them, by the names under which they offer; empty: anybody
 * @param excludeProviders never with them
 * @param spread null: no rule
 * @param residency ISO 3166-1 alpha-2 codes; empty: anywhere
 * @param maxPricePerHour for the whole workload; null: none
 */
public record PlacementRules(
        List<String> regions,
        List<String> exclude,
        List<String> providers,
        List<String> excludeProviders,
        @Nullable Spread spread,
        List<String> residency,
        @Nullable Money maxPricePerHour) {
    public static final PlacementRules NONE = new PlacementRules(List.of(), List.of(), null, List.of(), null);

    public PlacementRules {
        regions = List.copyOf(regions);
        exclude = List.copyOf(exclude);
        providers = List.copyOf(providers);
        excludeProviders = List.copyOf(excludeProviders);
        residency = List.copyOf(residency);
    }

    /** With any provider. */
    public PlacementRules(
            List<String> regions,
            List<String> exclude,
            @Nullable Spread spread,
            List<String> residency,
            @Nullable Money maxPricePerHour) {
        this(regions, exclude, List.of(), List.of(), spread, residency, maxPricePerHour);
    }

    /** At most {@code maximum} live workloads of the same name and tenant in one of {@code by}. */
    public record Spread(By by, int maximum) {
        /** What workloads are spread over. */
        public enum By {
            PROVIDER,
            REGION,
            PROVINCE
        }

        public Spread {
            if (maximum < 1) {
                throw new IllegalArgumentException("spread.maximum must be at least 1, is " + maximum);
            }
        }
    }
}
