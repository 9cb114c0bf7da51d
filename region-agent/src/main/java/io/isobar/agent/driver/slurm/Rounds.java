package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rounds of a region: the queue at every one, the nodes at some. For a thread of its own. */
final class Rounds {
    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());
    /** A round that is asked for, or that may see a start or the end of something short, comes after this part of the usual time. */
    private static final int SOONER = 8;
    /** Looks at the nodes that may fail before nothing of them counts as known. */
    private static final int MISSED_LOOKS = 3;

    private final Fleet fleet;
    private final ClusterWatch watch;
    private final SlurmSettings settings;
    private final InstantSource clock;
    private final WorkListener listener;
    private final QueueWaits queues;
    private final Wake wake;
    private final Runnable tend;
    private volatile boolean closed;
    private boolean answered = true;
    private @Nullable Instant lookedAt;
    private @Nullable Inventory told;
    private Set<String> failed = Set.of();

    /**
     * Rounds that have not begun.
     *
     * @param tend done whenever the nodes are looked at
     */
    Rounds(
            Fleet fleet,
            ClusterWatch watch,
            SlurmSettings settings,
            InstantSource clock,
            WorkListener listener,
            QueueWaits queues,
            Wake wake,
            Runnable tend) {
        this.fleet = fleet;
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.queues = queues;
        this.wake = wake;
        this.tend = tend;
    }

    /** Until closed. */
    void run() {
        Instant nextLook = Instant.MIN;
        try {
            while (!closed) {
                Instant now = clock.instant();
                boolean look = !now.isBefore(nextLook);
                if (look) {
                    nextLook = now.plus(settings.lookEvery());
                }
                round(look, now);
                wake.await(settings.pollEvery().dividedBy(SOONER), untilNext());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilNext() {
        Duration usual = fleet.awaitsNews() ? settings.pollEvery().dividedBy(SOONER) : settings.pollEvery();
        return fleet.nextKill()
                .map(kill -> Duration.between(clock.instant(), kill))
                .filter(soon -> !soon.isNegative() && soon.compareTo(usual) < 0)
                .orElse(usual);
    }

    private void round(boolean look, Instant now) {
        try {
            if (look) {
                look(now);
            } else {
                fleet.poll();
            }
            if (!answered) {
                answered = true;
                LOG.log(System.Logger.Level.INFO, "Slurm answers again");
            }
        } catch (SlurmUnavailableException e) {
            if (answered && !closed) {
                answered = false;
                LOG.log(System.Logger.Level.WARNING, "Slurm does not answer; nothing is concluded from that", e);
            }
            forgetWhatIsOld(now);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.log(System.Logger.Level.WARNING, "a round failed", e);
            }
        }
        if (look) {
            tend.run();
        }
    }

    private void look(Instant now) {
        List<Placement> before = fleet.holding();
        Pools pools = watch.look();
        fleet.poll();
        List<Placement> after = fleet.holding();
        queues.look(pools, now);
        // Only what held its nodes before and after is sure to be in the look between.
        tell(
                pools.inventory(
                        Pools.perNode(before.stream().filter(after::contains).toList()), queues::of),
                pools.failed());
        lookedAt = now;
    }

    private void tell(Inventory inventory, Set<String> nowFailed) {
        int more = ClusterWatch.failedSince(failed, nowFailed);
        failed = nowFailed;
        if (!inventory.equals(told)) {
            told = inventory;
            listener.on(new WorkEvent.Looked(inventory, more));
        }
    }

    /** What was free a while ago is not known to be free. */
    private void forgetWhatIsOld(Instant now) {
        Inventory last = told;
        if (last != null
                && lookedAt != null
                && Duration.between(lookedAt, now)
                                .compareTo(settings.lookEvery().multipliedBy(MISSED_LOOKS))
                        > 0) {
            tell(
                    new Inventory(
                            last.pools(),
                            last.nodes().stream()
                                    .map(node -> node.asUsable(false))
                                    .toList()),
                    failed);
        }
    }

    void close() {
        closed = true;
        wake.now();
    }
}
