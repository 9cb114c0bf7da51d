package io.isobar.agent.lease;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.proto.region.v1.Fence;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the topic of fences means for the leases of an agent's regions. Regions may be added from any thread; the rest is the thread's
 * that reads.
 */
public final class FenceWatch {
    private static final System.Logger LOG = System.getLogger(FenceWatch.class.getName());

    private final BootClock clock;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    private record Watched(Lease lease, Runnable changed) {}

    public FenceWatch(BootClock clock) {
        this.clock = clock;
    }

    /**
     * Cares for a region from now on.
     *
     * @param changed is called when its lease may be another
     */
    public void add(String region, Lease lease, Runnable changed) {
        watched.put(region, new Watched(lease, changed));
    }

    /** Whether a lease is there that only the topic can renew now. */
    public boolean isNeeded() {
        return watched.values().stream().anyMatch(one -> one.lease().wantsRenewal());
    }

    /** When it is now; to be asked before the topic is asked for its end. */
    public Duration asked() {
        return clock.now();
    }

    /** A record of the topic, in its order. */
    public void take(String region, byte[] fence) {
        try {
            newest.merge(region, Fence.parseFrom(fence).getNumber(), Math::max);
        } catch (InvalidProtocolBufferException e) {
            // What cannot be read may be meant for us: it must not pass for "no fence".
            LOG.log(System.Logger.Level.ERROR, "a fence cannot be read region=" + region, e);
            newest.put(region, Long.MAX_VALUE);
        }
    }

    /**
     * The topic was read to the end that it had at some time after this one: what has no fence until then was not counted until then, and
     * its lease is renewed from there. A fence ends the lease.
     */
    public void readToTheEnd(Duration asked) {
        watched.forEach((region, one) -> {
            one.lease().fenced(newest.getOrDefault(region, 0L));
            one.lease().renew(asked);
            one.changed().run();
        });
    }
}
