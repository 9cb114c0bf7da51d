package io.isobar.broker.capacity;

import java.util.HashMap;
import java.util.Map;

/** What is said of how pools keep what they promise. Not safe for concurrent use. */
final class TrackRecords {
    private final Map<PoolKey, TrackRecord> byPool = new HashMap<>();
    private final Map<String, TrackRecord> byModel = new HashMap<>();

    /** Of a pool of which nothing is said, as of others of its model. */
    TrackRecord of(PoolKey pool, PoolFacts facts) {
        var own = byPool.get(pool);
        return own != null ? own : byModel.getOrDefault(modelOf(facts), TrackRecord.NONE);
    }

    void put(PoolKey pool, TrackRecord record) {
        put(byPool, pool, record);
    }

    void put(String model, TrackRecord record) {
        put(byModel, model, record);
    }

    private static <K> void put(Map<K, TrackRecord> records, K key, TrackRecord record) {
        if (record.equals(TrackRecord.NONE)) {
            records.remove(key);
        } else {
            records.put(key, record);
        }
    }

    static String modelOf(PoolFacts facts) {
        var accelerator = facts.accelerator();
        var model = accelerator == null ? null : accelerator.model();
        return model == null ? "" : model.id();
    }
}
