package io.isobar.agent.probe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What was measured for a region and not told yet: the newest {@value #MOST}. Safe for any thread. */
public final class LinkReadings {
    static final int MOST = 256;

    private final ArrayDeque<LinkReading> waiting = new ArrayDeque<>();

    public synchronized void add(LinkReading reading) {
        if (waiting.size() == MOST) {
            waiting.remove();
        }
        waiting.add(reading);
    }

    /** All of it, oldest first; it waits no longer. */
    public synchronized List<LinkReading> take() {
        List<LinkReading> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
