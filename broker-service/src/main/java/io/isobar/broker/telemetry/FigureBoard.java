package io.isobar.broker.telemetry;

import io.isobar.broker.capacity.RegionName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What telemetry says of every pool, as the signals have it. Bounded; safe for concurrent use. */
public final class FigureBoard {
    private static final int MOST_REGIONS = 10_000;
    private static final int MOST_OF_REGION = RegionTelemetry.MOST_OF_REGION;
    private static final Comparator<Figure> ORDER = Comparator.comparing(
                    (Figure figure) -> figure.quantity().name())
            .thenComparing(Figure::pool, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Map<RegionName, Map<String, PoolFigures>> regions = new ConcurrentHashMap<>();
    private final LinkBoard links = new LinkBoard();

    /**
     * Takes the figures of a pool unless newer ones are held.
     *
     * @return false where they were not taken: older, or the board is full
     */
    public boolean put(RegionName region, PoolFigures figures) {
        var peer = LinkKey.peer(figures.pool());
        if (peer != null) {
            return links.put(region, peer, figures);
        }
        if (!regions.containsKey(region) && regions.size() >= MOST_REGIONS) {
            return false;
        }
        var ofRegion = regions.computeIfAbsent(region, name -> new ConcurrentHashMap<>());
        var key = key(figures.pool());
        if (!ofRegion.containsKey(key) && ofRegion.size() >= MOST_OF_REGION) {
            return false;
        }
        return ofRegion.merge(
                        key, figures, (held, newer) -> newer.receivedAt().isBefore(held.receivedAt()) ? held : newer)
                .equals(figures);
    }

    /** The pool is gone; {@code pool} null: what was said of the whole region. */
    public void remove(RegionName region, @Nullable String pool) {
        var peer = LinkKey.peer(pool);
        if (peer != null) {
            links.remove(region, peer);
            return;
        }
        regions.computeIfPresent(region, (name, ofRegion) -> {
            ofRegion.remove(key(pool));
            return ofRegion.isEmpty() ? null : ofRegion;
        });
    }

    /** What is known of ways. */
    public LinkBoard links() {
        return links;
    }

    /** Without those of ways. */
    public List<Figure> of(RegionName region) {
        var list = new ArrayList<Figure>();
        regions.getOrDefault(region, Map.of()).values().forEach(pool -> list.addAll(pool.figures()));
        list.sort(ORDER);
        return list;
    }

    /** {@code pool} null: of the whole region. */
    public Optional<PoolFigures> of(RegionName region, @Nullable String pool) {
        return Optional.ofNullable(regions.getOrDefault(region, Map.of()).get(key(pool)));
    }

    private static String key(@Nullable String pool) {
        return pool == null ? "" : pool;
    }
}
