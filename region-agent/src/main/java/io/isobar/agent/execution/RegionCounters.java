package io.isobar.agent.execution;

import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened since it was last asked. Safe for any thread. */
public final class RegionCounters {
    private static final int MAX_LATENCIES = 10_000;

    /**
     * Counts of one interval.
     *
     * @param startLatencies from the launch command to running, at most 10,000 of them
     */
    public record Interval(long launchFailures, long nodeFailures, List<Duration> startLatencies) {}

    private final RegionObserver observer;
    private long launchFailures;
    private long nodeFailures;
    private List<Duration> startLatencies = new ArrayList<>();

    /** Counts that nobody else is told of. */
    public RegionCounters() {
        this(RegionObserver.BLIND);
    }

    public RegionCounters(RegionObserver observer) {
        this.observer = observer;
    }

    void admitted() {
        observer.admitted();
    }

    void refused(Reason reason) {
        observer.refused(reason);
    }

    void launched() {
        observer.launched();
    }

    void launchFailed() {
        observer.launchFailed();
        synchronized (this) {
            launchFailures++;
        }
    }

    synchronized void nodesFailed(int count) {
        nodeFailures += count;
    }

    synchronized void started(Duration latency) {
        if (startLatencies.size() < MAX_LATENCIES) {
            startLatencies.add(latency);
        }
    }

    /** The counts since the last call, which begin anew. */
    public synchronized Interval take() {
        Interval interval = new Interval(launchFailures, nodeFailures, List.copyOf(startLatencies));
        launchFailures = 0;
        nodeFailures = 0;
        startLatencies = new ArrayList<>();
        return interval;
    }
}
