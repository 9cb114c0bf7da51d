package io.isobar.broker.telemetry;

import io.isobar.broker.capacity.RegionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The windows of all pools of some regions. Bounded: above its limits a new pool is refused, and a pool that nothing is heard of for an hour
 * is forgotten. Mutable; of one thread.
 */
public final class RegionTelemetry {
    static final int MOST_OF_REGION = 10_000;
    static final int MOST_POOLS = 100_000;
    static final int MOST_PEERS = 256;
    static final long FORGOTTEN_AFTER_MS = Duration.ofHours(1).toMillis();
    private static final long AHEAD_NS = Duration.ofMinutes(5).toNanos();

    /** Of minutes the newest is the one with the highest number, of those since the clock was last set back. */
    private record Newest(int settings, long number) {
        static final Comparator<Newest> ORDER =
                Comparator.comparingInt(Newest::settings).thenComparingLong(Newest::number);
    }

    private final Storage storage;
    private final Map<String, Map<String, PoolWindows>> regions = new HashMap<>();
    private final List<PoolWindows> unwritten = new ArrayList<>();
    private List<PoolWindows> untold = new ArrayList<>();
    private List<PoolWindows> toldLater = new ArrayList<>();
    private final Map<String, Integer> peers = new HashMap<>();
    /** Records of a pool follow each other. */
    private @Nullable PoolWindows latest;

    private int pools;

    public RegionTelemetry(Slots slots) {
        this.storage = new Storage(slots);
    }

    /**
     * Adds one record, which was judged good for itself. {@link #write} keeps it.
     *
     * @param place a pool, or of what is of a way the peer; empty: the whole region
     * @param receivedMs by the broker's clock
     */
    public Verdict add(String region, String place, Observation observation, long receivedMs) {
        long presentNs = observation.sentNs() == Observation.NOT_SAID ? receivedMs * 1_000_000 : observation.sentNs();
        if (observation.observedNs() > presentNs + AHEAD_NS) {
            return Verdict.FUTURE;
        }
        boolean link = observation.quantity().kind() == Quantity.Kind.LINK;
        if (!link && LinkKey.isLink(place)) {
            return Verdict.BAD_POOL;
        }
        var pool = link ? LinkKey.of(place) : place;
        var windows = find(region, pool);
        if (windows == null) {
            var wrong = link ? peerProblem(region, place) : isName(place) ? null : Verdict.BAD_POOL;
            if (wrong != null) {
                return wrong;
            }
            if (pools >= MOST_POOLS || ofRegion(region).size() >= MOST_OF_REGION) {
                return Verdict.TOO_MANY_POOLS;
            }
            windows = begin(region, pool);
        }
        if (windows.isWritten()) {
            unwritten.add(windows);
        }
        if (windows.isTold()) {
            untold.add(windows);
        }
        return windows.add(observation, receivedMs);
    }

    private @Nullable PoolWindows find(String region, String pool) {
        var before = latest;
        if (before != null && before.is(region, pool)) {
            return before;
        }
        var guess = before == null ? null : before.next();
        if (guess == null || !guess.is(region, pool)) {
            guess = ofRegion(region).get(pool);
            if (before != null && guess != null) {
                before.next(guess);
            }
        }
        latest = guess;
        return guess;
    }

    private Map<String, PoolWindows> ofRegion(String region) {
        return regions.getOrDefault(region, Map.of());
    }

    private @Nullable Verdict peerProblem(String region, String peer) {
        if (!RegionName.isName(peer) || peer.equals(region)) {
            return Verdict.BAD_PEER;
        }
        return peers.getOrDefault(region, 0) < MOST_PEERS ? null : Verdict.TOO_MANY_PEERS;
    }

    private static boolean isName(String pool) {
        return pool.isEmpty() || RegionName.isName(pool);
    }

    private PoolWindows begin(String region, String pool) {
        var windows = new PoolWindows(region, pool, storage);
        regions.computeIfAbsent(region, name -> new HashMap<>()).put(pool, windows);
        pools++;
        if (LinkKey.isLink(pool)) {
            peers.merge(region, 1, Integer::sum);
        }
        return windows;
    }

    /** Puts what changed into the slots: call it before the records count as processed. */
    public void write() {
        for (var windows : unwritten) {
            windows.write();
        }
        unwritten.clear();
    }

    /** How many bytes are held back from the slots, beside the newest minute of each pool. */
    public long heldBack() {
        return storage.heldBack();
    }

    /** The figures of every pool that changed since it was told. */
    public void tell(long nowMs, Consumer<PoolFigures> listener) {
        for (var windows : untold) {
            listener.accept(windows.tell(nowMs));
        }
        untold.clear();
    }

    /** The same, but of pools that were told within the last second and change faster than they can live, only later. */
    public void tellDue(long nowMs, Consumer<PoolFigures> listener) {
        var changed = untold;
        untold = toldLater;
        toldLater = changed;
        for (var windows : changed) {
            if (windows.isDue(nowMs)) {
                listener.accept(windows.tell(nowMs));
            } else {
                untold.add(windows);
            }
        }
        changed.clear();
    }

    /** Takes up what the slots hold, such as an earlier owner left it; each pool is told anew. */
    public void takeUp(Iterator<Map.Entry<String, byte[]>> all) {
        var newest = new HashMap<String, Newest>();
        while (all.hasNext()) {
            var entry = all.next();
            var minute = Minute.read(entry.getValue());
            var key = entry.getKey().substring(0, entry.getKey().lastIndexOf('/'));
            if (minute != null) {
                newest.merge(
                        key, new Newest(minute.clock.settings(), minute.number), BinaryOperator.maxBy(Newest.ORDER));
            }
        }
        newest.forEach((key, minute) -> {
            int end = key.indexOf('/');
            var windows = begin(key.substring(0, end), key.substring(end + 1));
            windows.takeUp(minute.number());
            untold.add(windows);
            if (!windows.isWritten()) {
                unwritten.add(windows);
            }
        });
    }

    /** Forgets pools that nothing was heard of for an hour, and names each by its key, "region/pool". What changed must have been told. */
    public void expire(long nowMs, Consumer<String> listener) {
        if (!untold.isEmpty()) {
            throw new IllegalStateException(untold.size() + " pools have changed and are not told yet");
        }
        write();
        latest = null;
        regions.entrySet().removeIf(region -> {
            region.getValue().entrySet().removeIf(pool -> {
                var windows = pool.getValue();
                boolean gone = windows.receivedMs() < nowMs - FORGOTTEN_AFTER_MS;
                if (gone) {
                    windows.forget();
                    listener.accept(windows.key());
                    pools--;
                    if (LinkKey.isLink(pool.getKey())) {
                        peers.computeIfPresent(region.getKey(), (name, count) -> count == 1 ? null : count - 1);
                    }
                }
                return gone;
            });
            return region.getValue().isEmpty();
        });
    }

    public int pools() {
        return pools;
    }
}
