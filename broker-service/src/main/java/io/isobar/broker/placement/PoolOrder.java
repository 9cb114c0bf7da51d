package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of pools by name, of which their numbers know nothing. Not safe for concurrent use. */
final class PoolOrder {
    private final CapacityBook book;
    private int[] placeOf = new int[0];
    private int[] inOrder = new int[0];

    PoolOrder(CapacityBook book) {
        this.book = book;
    }

    /** The first {@code most} of some pools, in order. */
    int[] first(List<Integer> pools, int most) {
        keepUp();
        // A heap of the pools would do it in less, but this is short and what is looked through is not long.
        var places = new int[pools.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = placeOf[pools.get(i)];
        }
        Arrays.sort(places);
        return Arrays.stream(places, 0, Math.min(most, places.length))
                .map(place -> inOrder[place])
                .toArray();
    }

    private void keepUp() {
        if (placeOf.length == book.poolsEver()) {
            return;
        }
        inOrder = IntStream.range(0, book.poolsEver())
                .boxed()
                .sorted(Comparator.comparing(book::keyOf))
                .mapToInt(Integer::intValue)
                .toArray();
        placeOf = new int[inOrder.length];
        for (int place = 0; place < inOrder.length; place++) {
            placeOf[inOrder[place]] = place;
        }
    }
}
