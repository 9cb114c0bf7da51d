package io.isobar.broker.telemetry;

import io.isobar.broker.capacity.RegionName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The latest figure of each metric of each pool. Bounded; safe for concurrent use. */
public final class FigureBoard {
    private static final int MOST_REGIONS = 10_000;
    private static final int MOST_PER_REGION = 10_000;
    private static final Comparator<Figure> ORDER = Comparator.comparing(Figure::metric)
            .thenComparing(Figure::pool, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Map<RegionName, Map<Key, Figure>> figures = new ConcurrentHashMap<>();

    private record Key(String metric, @Nullable String pool) {}

    /**
     * Takes a figure unless a newer one is held.
     *
     * @return false where it was not taken: older, or the board is full
     */
    public boolean put(RegionName region, Figure figure) {
        if (!figures.containsKey(region) && figures.size() >= MOST_REGIONS) {
            return false;
        }
        var ofRegion = figures.computeIfAbsent(region, key -> new ConcurrentHashMap<>());
        var key = new Key(figure.metric(), figure.pool());
        if (!ofRegion.containsKey(key) && ofRegion.size() >= MOST_PER_REGION) {
            return false;
        }
        return ofRegion.merge(
                        key, figure, (held, newer) -> newer.observedAt().isBefore(held.observedAt()) ? held : newer)
                .equals(figure);
    }

    public List<Figure> of(RegionName region) {
        var list = new ArrayList<>(figures.getOrDefault(region, Map.of()).values());
        list.sort(ORDER);
        return list;
    }
}
