package io.isobar.broker.metrics;

import io.isobar.broker.capacity.RegionName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of regions as values of a label: the first 1,000 that were seen by their names, all others as one. */
final class RegionLabels {
    static final int MOST = 1_000;
    static final String OTHER = "other";

    private final Map<RegionName, String> own = new ConcurrentHashMap<>();

    /** Called by one thread; {@link #known} by any. */
    String of(RegionName region) {
        var label = own.get(region);
        if (label != null) {
            return label;
        }
        if (own.size() >= MOST) {
            return OTHER;
        }
        own.put(region, region.value());
        return region.value();
    }

    String known(RegionName region) {
        return own.getOrDefault(region, OTHER);
    }
}
