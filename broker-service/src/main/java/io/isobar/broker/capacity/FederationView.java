package io.isobar.broker.capacity;

import java.util.List;

/**
 * The federation at one moment; immutable.
 *
 * @param version grows with every change of the book
 * @param regions by name
 * @param pools by region, then by name
 */
public record FederationView(long version, List<RegionView> regions, List<PoolView> pools) {
    public static final FederationView EMPTY = new FederationView(0, List.of(), List.of());

    public FederationView {
        regions = List.copyOf(regions);
        pools = List.copyOf(pools);
    }
}
