package io.isobar.agent.wiring;

import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.telemetry.TelemetryCollector;
import io.isobar.agent.telemetry.TelemetrySink;
import io.isobar.agent.telemetry.UnsentFile;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends a region's telemetry. What counts events is on disk until it is known to be sent, so that it outlives the agent. */
final class TelemetrySender {
    private static final System.Logger LOG = System.getLogger(TelemetrySender.class.getName());

    /** In rounds: what was given away may still be on its way, and takes the place of figures that wait with it. */
    static final int REPEATED_EVERY = 8;

    private final RegionName region;
    private final TelemetryCollector collector;
    private final UnsentFile unsent;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean begun;

    TelemetrySender(RegionName region, TelemetryCollector collector, UnsentFile unsent) {
        this.region = region;
        this.collector = collector;
        this.unsent = unsent;
    }

    /** A batch is known to be sent. */
    void sent(TelemetryBatch batch) {
        unsent.sent(batch);
    }

    /** Until closed. What agents before this one left goes first, and now and then again until it is known to be sent. */
    void run(Duration every, CountDownLatch closed, TelemetrySink sink) {
        begun = true;
        try {
            for (int round = 0; !closed.await(every.toNanos(), TimeUnit.NANOSECONDS); round++) {
                try {
                    if (round % REPEATED_EVERY == 0) {
                        unsent.fromBefore().forEach(sink::accept);
                    }
                    sink.accept(collect());
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "telemetry failed region=" + region, e);
                }
            }
            // What was counted since the last time is for the agent that comes next.
            collect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private TelemetryBatch collect() {
        TelemetryBatch batch = collector.collect();
        unsent.add(batch);
        return batch;
    }

    /** Waits, once it is closed, until nothing is written any more; false: it still is. */
    boolean await(Duration patience) throws InterruptedException {
        return !begun || over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
