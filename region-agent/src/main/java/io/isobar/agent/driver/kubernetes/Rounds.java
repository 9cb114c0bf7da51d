package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rounds of a region: attempts at every one, the nodes where they changed. For a thread of its own. */
final class Rounds {
    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());
    private static final Duration AT_LEAST = Duration.ofMillis(50);
    /** Between two looks at nodes that change. */
    private static final Duration LOOK_PACE = Duration.ofSeconds(1);
    /** Questions without an answer after which nothing of the nodes counts as known. */
    private static final int MISSED = 3;

    private final Fleet fleet;
    private final ClusterWatch watch;
    private final KubernetesSettings settings;
    private final InstantSource clock;
    private final WorkListener listener;
    private final Wake wake;
    private final Runnable tend;
    private volatile boolean closed;
    private volatile @Nullable Pools newest;
    private boolean answered = true;
    private Instant nextLook = Instant.MIN;
    private Instant askedAt = Instant.MIN;
    private @Nullable Inventory told;
    private Set<String> failed = Set.of();

    /**
     * Rounds that have not begun.
     *
     * @param tend done whenever the cluster is asked
     */
    Rounds(
            Fleet fleet,
            ClusterWatch watch,
            KubernetesSettings settings,
            InstantSource clock,
            WorkListener listener,
            Wake wake,
            Runnable tend) {
        this.fleet = fleet;
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.wake = wake;
        this.tend = tend;
    }

    /** Until closed. */
    void run() {
        try {
            while (!closed) {
                try {
                    round(clock.instant());
                } catch (RuntimeException e) {
                    if (!closed) {
                        LOG.log(System.Logger.Level.WARNING, "a round failed", e);
                    }
                }
                wake.await(AT_LEAST, watch.isSynced() ? settings.pollEvery() : AT_LEAST.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(Instant now) {
        if (!watch.isSynced()) {
            return;
        }
        boolean due = !now.isBefore(askedAt.plus(settings.lookEvery()));
        if (due) {
            askedAt = now;
            ask(now);
            tend.run();
        }
        if (due || (watch.hasChanged() && !now.isBefore(nextLook))) {
            nextLook = now.plus(LOOK_PACE);
            var _ = watch.takeChanged();
            look(now);
        }
        fleet.consider();
    }

    private void ask(Instant now) {
        try {
            watch.ask(now);
            if (!answered) {
                answered = true;
                LOG.log(System.Logger.Level.INFO, "the API server answers again");
            }
        } catch (KubernetesUnavailableException e) {
            if (answered && !closed) {
                answered = false;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the API server does not answer; nothing is concluded from that: " + e.getMessage());
            }
        }
    }

    private void look(Instant now) {
        Pools pools = new Pools(watch.look(), settings);
        newest = pools;
        Inventory seen = pools.inventory(fleet::isOurs);
        Duration silence =
                watch.answeredAt().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
        // What was free a while ago is not known to be free.
        Inventory known = silence.compareTo(settings.lookEvery().multipliedBy(MISSED)) > 0
                ? new Inventory(
                        seen.pools(),
                        seen.nodes().stream().map(node -> node.asUsable(false)).toList())
                : seen;
        Set<String> more = new HashSet<>(pools.failed());
        more.removeAll(failed);
        failed = pools.failed();
        if (!known.equals(told)) {
            told = known;
            listener.on(new WorkEvent.Looked(known, more.size()));
        }
    }

    /** The newest look; empty: there was none yet. */
    Optional<Pools> pools() {
        return Optional.ofNullable(newest);
    }

    void close() {
        closed = true;
        wake.now();
    }
}
