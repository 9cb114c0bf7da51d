package io.isobar.broker.capacity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/** Which reports become old next. Each pool stands in it once at most. Not safe for concurrent use. */
final class Ageing {
    private final PriorityQueue<Expected> expected = new PriorityQueue<>(Comparator.comparing(Expected::from));
    private final Set<PoolEntry> entries = new HashSet<>();

    /** A newer report of the pool moves it on only when its turn comes: pools are reported far more often than they grow old. */
    private record Expected(Instant from, PoolEntry pool) {}

    void expect(PoolEntry pool) {
        if (entries.add(pool)) {
            expected.add(new Expected(pool.oldFrom(), pool));
        }
    }

    /** Of pools that are let go of. */
    void forget(Predicate<PoolEntry> gone) {
        expected.removeIf(next -> gone.test(next.pool()));
        entries.removeIf(gone);
    }

    /** Takes out the pools whose report has become old by then. */
    List<PoolEntry> takeOld(Instant now) {
        var old = new ArrayList<PoolEntry>();
        for (var next = expected.peek(); next != null && !next.from().isAfter(now); next = expected.peek()) {
            expected.remove();
            var pool = next.pool();
            entries.remove(pool);
            if (!pool.oldFrom().isAfter(now)) {
                old.add(pool);
            } else if (pool.oldFrom().isBefore(Instant.MAX)) {
                expect(pool);
            }
        }
        return old;
    }
}
