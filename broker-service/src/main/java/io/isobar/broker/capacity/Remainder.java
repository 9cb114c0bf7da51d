package io.isobar.broker.capacity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is left of a histogram; nodes that come to look alike come together. */
final class Remainder {
    /** Up to so many kinds of node, looking through them is faster than hashing. */
    private static final int FEW = 24;

    private final List<NodeBucket> buckets;
    private final Map<NodeBucket, Integer> places = new HashMap<>(0);

    Remainder(int expected) {
        buckets = new ArrayList<>(expected);
    }

    /** So many nodes that look like {@code bucket}, whose own number does not matter; none are none. */
    void add(NodeBucket bucket, int nodes) {
        if (nodes == 0) {
            return;
        }
        int place = placeOf(bucket);
        if (place < 0) {
            buckets.add(bucket.withNodes(nodes));
        } else {
            var there = buckets.get(place);
            buckets.set(place, there.withNodes(there.nodes() + nodes));
        }
    }

    private int placeOf(NodeBucket bucket) {
        if (buckets.size() <= FEW) {
            for (int i = 0; i < buckets.size(); i++) {
                if (buckets.get(i).looksLike(bucket)) {
                    return i;
                }
            }
            return -1;
        }
        for (int i = places.size(); i < buckets.size(); i++) {
            places.put(buckets.get(i).withNodes(1), i);
        }
        return places.getOrDefault(bucket.withNodes(1), -1);
    }

    List<NodeBucket> buckets() {
        return buckets;
    }
}
