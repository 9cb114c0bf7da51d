package io.isobar.broker.telemetry;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.network.LinkSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What regions measured of the ways to their peers, as the signals have it. Bounded; safe for concurrent use. */
public final class LinkBoard implements LinkSource {
    static final int MOST = 100_000;

    private final Map<Key, PoolFigures> links = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    private record Key(String region, String peer) {}

    /** Takes it unless a newer one is held; false where it was not taken. */
    boolean put(RegionName region, String peer, PoolFigures figures) {
        var key = new Key(region.value(), peer);
        if (!links.containsKey(key) && links.size() >= MOST) {
            return false;
        }
        boolean taken = links.merge(
                        key, figures, (held, newer) -> newer.receivedAt().isBefore(held.receivedAt()) ? held : newer)
                .equals(figures);
        if (taken) {
            version.incrementAndGet();
        }
        return taken;
    }

    void remove(RegionName region, String peer) {
        if (links.remove(new Key(region.value(), peer)) != null) {
            version.incrementAndGet();
        }
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public List<LinkReading> readings(Function<String, @Nullable Duration> ahead) {
        var readings = new ArrayList<LinkReading>();
        links.forEach((key, held) -> held.figures().forEach(figure -> {
            var quantity = figure.quantity().ofLink();
            if (quantity != null && figure.value() > 0 && figure.value() <= quantity.most()) {
                readings.add(new LinkReading(
                        key.region(),
                        key.peer(),
                        quantity,
                        figure.value(),
                        observed(figure, ahead.apply(key.region()))));
            }
        }));
        return readings;
    }

    private static Instant observed(Figure figure, @Nullable Duration ahead) {
        var corrected =
                ahead == null ? figure.observedAt() : figure.observedAt().minus(ahead);
        return corrected.isAfter(figure.receivedAt()) ? figure.receivedAt() : corrected;
    }
}
