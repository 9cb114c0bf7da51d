package io.isobar.integration.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The network between named places: which way is open, and how long a message takes. */
final class Wire {
    private static final Duration USUAL = Duration.ofMillis(8);
    /** What hangs does for up to so long; under every limit of silence. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Timeline time;
    private final Set<Way> cut = new HashSet<>();
    private final Map<Way, Double> hanging = new HashMap<>();

    /** From one place to another; each direction by itself. */
    record Way(String from, String to) {
        Way back() {
            return new Way(to, from);
        }
    }

    Wire(Timeline time) {
        this.time = time;
    }

    boolean isOpen(Way way) {
        return !cut.contains(way);
    }

    void cut(Way way) {
        cut.add(way);
    }

    void mend(Way way) {
        cut.remove(way);
    }

    /** This share of the messages takes far longer than is usual. */
    void hang(Way way, double share) {
        hanging.put(way, share);
    }

    void mendAll() {
        cut.clear();
        hanging.clear();
    }

    Duration delay(Way way) {
        return time.chance(hanging.getOrDefault(way, 0.001)) ? time.upTo(LONGEST) : time.about(USUAL);
    }
}
