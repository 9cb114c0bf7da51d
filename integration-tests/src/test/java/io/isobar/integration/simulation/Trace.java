package io.isobar.integration.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;

/** What happened, in order: the last events in words, and all of them in one hash. */
final class Trace {
    private static final int KEPT = 400;
    /** -Dsim.trace=true: all of it is printed as it happens. */
    private static final boolean ECHO = Boolean.getBoolean("sim.trace");

    private final MessageDigest digest;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private long events;

    Trace() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void note(String line) {
        if (ECHO) {
            System.out.println(line);
        }
        events++;
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    long events() {
        return events;
    }

    List<String> last(int most) {
        return last.stream().skip(Math.max(0, last.size() - most)).toList();
    }

    /** Ends the hash; nothing may be noted after it. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
