package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers for what pools are: a federation has far fewer kinds of pool than pools. Not safe for concurrent use. */
final class FactsTable {
    private final Map<PoolFacts, Integer> numbers = new HashMap<>();
    private @Nullable PoolFacts[] lastOfPool = new PoolFacts[0];
    private int[] lastNumber = new int[0];

    /** Equal facts have the same number, from 0; {@code pool} is the number of the pool that has them. */
    @SuppressWarnings("ReferenceEquality")
    int numberOf(int pool, PoolFacts facts) {
        if (pool >= lastOfPool.length) {
            int length = Math.max(pool + 1, lastOfPool.length * 2);
            lastOfPool = Arrays.copyOf(lastOfPool, length);
            lastNumber = Arrays.copyOf(lastNumber, length);
        }
        // The same object, mostly; to compare all of it takes longer.
        if (facts != lastOfPool[pool]) {
            lastOfPool[pool] = facts;
            lastNumber[pool] = numbers.computeIfAbsent(facts, unseen -> numbers.size());
        }
        return lastNumber[pool];
    }

    int size() {
        return numbers.size();
    }
}
