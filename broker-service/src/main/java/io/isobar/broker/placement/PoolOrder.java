package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The order of pools by name, of which their numbers know nothing. Not safe for concurrent use. */
final class PoolOrder {
    private final CapacityBook book;
    private int[] inOrder = new int[0];
    private long numbering;

    PoolOrder(CapacityBook book) {
        this.book = book;
    }

    /** The numbers of all pools by name; not to be changed. */
    int[] pools() {
        if (inOrder.length == book.poolNumbers() && numbering == book.poolNumberings()) {
            return inOrder;
        }
        numbering = book.poolNumberings();
        inOrder = IntStream.range(0, book.poolNumbers())
                .boxed()
                .sorted(Comparator.comparing(book::keyOf))
                .mapToInt(Integer::intValue)
                .toArray();
        return inOrder;
    }
}
