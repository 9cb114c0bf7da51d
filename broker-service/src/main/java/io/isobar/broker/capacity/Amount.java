package io.isobar.broker.capacity;

/** How much of something a node has, in all and free; 0 <= free <= total. */
public record Amount(long total, long free) {
    public Amount {
        if (free < 0 || free > total) {
            throw new IllegalArgumentException("free must be 0 to " + total + ", is " + free);
        }
    }

    Amount whenEmpty() {
        return new Amount(total, total);
    }

    Amount less(long taken) {
        return new Amount(total, free - taken);
    }
}
