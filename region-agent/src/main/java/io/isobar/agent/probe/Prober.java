package io.isobar.agent.probe;

import io.isobar.agent.inventory.RegionName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Probes the peers of all regions of the agent, one at a time, so that no two probes disturb each other. Above the rate it leaves the rest for the
 * next round, which begins with them. A peer that cannot be measured has no reading: it is said once until it works again.
 */
public final class Prober implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Prober.class.getName());

    private final ProbeRules rules;
    private final List<ProbeTarget> targets;
    private final Function<RegionName, LinkReadings> readings;
    private final ExecutorService threads;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Duration firstAfter;
    private final RateLimit rate;
    private final Map<ProbeTarget, Long> bandwidthAt = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int next;

    /**
     * Nothing is probed before {@link #run} or {@link #round}.
     *
     * @param readings where those of a region go
     * @param nanos time that only goes on, from any origin
     * @param firstAfter so that not all agents begin at once
     */
    public Prober(
            ProbeRules rules,
            List<ProbeTarget> targets,
            Function<RegionName, LinkReadings> readings,
            ExecutorService threads,
            InstantSource clock,
            LongSupplier nanos,
            Duration firstAfter) {
        this.rules = rules;
        this.targets = List.copyOf(targets);
        this.readings = readings;
        this.threads = threads;
        this.clock = clock;
        this.nanos = nanos;
        this.firstAfter = firstAfter;
        this.rate = new RateLimit(rules.rate(), nanos);
    }

    /** Probes until it is closed. */
    @Override
    public void run() {
        try {
            Duration pause = firstAfter;
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                round();
                pause = rules.every();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each peer once, as far as the rate allows. From one thread. */
    public void round() throws InterruptedException {
        for (int i = 0; i < targets.size() && closed.getCount() > 0 && rate.takes(1); i++) {
            ProbeTarget target = targets.get(next);
            next = (next + 1) % targets.size();
            boolean answers = probe(target, LinkReading.Quantity.ROUND_TRIP);
            if (answers && isBandwidthDue(target) && rate.takes(1)) {
                bandwidthAt.put(target, nanos.getAsLong());
                probe(target, LinkReading.Quantity.BANDWIDTH);
            }
        }
    }

    private boolean isBandwidthDue(ProbeTarget target) {
        Long last = bandwidthAt.get(target);
        return rules.bandwidthBytes() > 0
                && (last == null
                        || nanos.getAsLong() - last >= rules.bandwidthEvery().toNanos());
    }

    private boolean probe(ProbeTarget target, LinkReading.Quantity quantity) throws InterruptedException {
        String what = quantity + " of " + target;
        try {
            LinkReading found = measure(target, quantity);
            readings.apply(target.region()).add(found);
            if (failing.remove(what)) {
                LOG.log(System.Logger.Level.INFO, () -> "measured again region=" + target.region() + " " + what);
            }
            return true;
        } catch (IOException | RuntimeException failed) {
            if (failing.add(what)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "not measured region=" + target.region() + " " + what + " reason=" + failed.getMessage()
                                + "; said once until it works again");
            }
            return false;
        }
    }

    private LinkReading measure(ProbeTarget target, LinkReading.Quantity quantity)
            throws IOException, InterruptedException {
        return switch (quantity) {
            case ROUND_TRIP -> {
                var found = RoundTripProbe.of(target.address(), nanos);
                yield new LinkReading(
                        target.peer(), quantity, found.median(), found.minimum(), found.maximum(), clock.instant());
            }
            case BANDWIDTH -> {
                double found = BandwidthProbe.of(target.address(), rules.bandwidthBytes(), threads, nanos);
                yield new LinkReading(target.peer(), quantity, found, found, found, clock.instant());
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
