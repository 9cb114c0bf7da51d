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
 * @param affinity each of these must be near when it is placed
 * @param antiAffinity none of these may be near, neither when it is placed nor when they are
 * @param latency null: no bound
 * @param reservation name of nodes that are reserved for the tenant: only there; null: on none of them
 */
public record PlacementRules(
        List<String> regions,
        List<String> exclude,
        List<String> providers,
        List<String> excludeProviders,
        @Nullable Spread spread,
        List<String> residency,
        @Nullable Money maxPricePerHour,
        List<NeighbourRule> affinity,
        List<NeighbourRule> antiAffinity,
        @Nullable LatencyRule latency,
        @Nullable String reservation) {
    public static final PlacementRules NONE = new PlacementRules(List.of(), List.of(), null, List.of(), null);

    public PlacementRules {
        regions = List.copyOf(regions);
        exclude = List.copyOf(exclude);
        providers = List.copyOf(providers);
        excludeProviders = List.copyOf(excludeProviders);
        residency = List.copyOf(residency);
        affinity = List.copyOf(affinity);
        antiAffinity = List.copyOf(antiAffinity);
    }

    /** With no rule about neighbours and no bound on latency. */
    public PlacementRules(
            List<String> regions,
            List<String> exclude,
            List<String> providers,
            List<String> excludeProviders,
            @Nullable Spread spread,
            List<String> residency,
            @Nullable Money maxPricePerHour) {
        this(
                regions,
                exclude,
                providers,
                excludeProviders,
                spread,
                residency,
                maxPricePerHour,
                List.of(),
                List.of(),
                null,
                null);
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

    /** Only about neighbours. */
    public static PlacementRules ofNeighbours(List<NeighbourRule> affinity, List<NeighbourRule> antiAffinity) {
        return new PlacementRules(
                List.of(), List.of(), List.of(), List.of(), null, List.of(), null, affinity, antiAffinity, null, null);
    }

    /** On nodes that are reserved by that name; null: on none of them. */
    public PlacementRules on(@Nullable String name) {
        return new PlacementRules(
                regions,
                exclude,
                providers,
                excludeProviders,
                spread,
                residency,
                maxPricePerHour,
                affinity,
                antiAffinity,
                latency,
                name);
    }

    /** Whether it matters what lives where already. */
    public boolean looksAtNeighbours() {
        return spread != null || !affinity.isEmpty() || !antiAffinity.isEmpty();
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
