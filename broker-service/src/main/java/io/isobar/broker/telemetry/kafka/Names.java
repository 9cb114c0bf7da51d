package io.isobar.broker.telemetry.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts that batches say over and over, each as one object while it is among the latest. Bounded. Mutable; of one thread. */
final class Names {
    private static final int LONGEST = 128;
    private static final int PRIME = 31;
    private static final byte[] NONE = {};

    /** Pairs: the latest of those that share a place, and the one before. */
    private final byte[][] bytes;

    private final String[] texts;
    private final int mask;

    /** @param room a power of two; so many are kept at most */
    Names(int room) {
        bytes = new byte[room][];
        texts = new String[room];
        mask = room - 2;
        Arrays.fill(bytes, NONE);
        Arrays.fill(texts, "");
    }

    /** Null: not plain ASCII, so that whether it is a text at all has to be looked at more closely. */
    @Nullable
    String find(byte[] from, int begin, int end) {
        int hash = 0;
        for (int i = begin; i < end; i++) {
            if (from[i] < 0) {
                return null;
            }
            hash = PRIME * hash + from[i];
        }
        int at = (hash << 1 ^ hash >>> 12) & mask;
        if (isAt(at, from, begin, end)) {
            return texts[at];
        }
        return isAt(at + 1, from, begin, end) ? texts[at + 1] : make(at, from, begin, end);
    }

    private boolean isAt(int at, byte[] from, int begin, int end) {
        return Arrays.equals(bytes[at], 0, bytes[at].length, from, begin, end);
    }

    private String make(int at, byte[] from, int begin, int end) {
        var text = new String(from, begin, end - begin, StandardCharsets.ISO_8859_1);
        if (end - begin <= LONGEST) {
            bytes[at + 1] = bytes[at];
            texts[at + 1] = texts[at];
            bytes[at] = Arrays.copyOfRange(from, begin, end);
            texts[at] = text;
        }
        return text;
    }
}
