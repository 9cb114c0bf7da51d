package io.isobar.broker.telemetry;

import java.nio.ByteBuffer;

/** Reads what {@link StateWriter} wrote; what cannot be that ends in an {@link IllegalArgumentException}. */
final class StateReader {
    private final ByteBuffer bytes;

    StateReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    long number() {
        long rest = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = bytes.get();
            rest |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (rest >>> 1) ^ -(rest & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits at byte " + bytes.position());
    }

    /** A number from 0 to {@code most}. */
    int count(int most) {
        long count = number();
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("a count of " + count + " where at most " + most + " is possible");
        }
        return (int) count;
    }

    long fixed() {
        need(Long.BYTES);
        return bytes.getLong();
    }

    double real() {
        return Double.longBitsToDouble(fixed());
    }

    private void need(int more) {
        if (bytes.remaining() < more) {
            throw new IllegalArgumentException("the state ends at byte " + bytes.limit() + " within a value");
        }
    }
}
