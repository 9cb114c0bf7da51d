package io.isobar.broker.leader;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.network.LinkSource;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a broker that waits for the lead does beforehand: it takes up what is durable and decides a turn, which is forgotten. To do that for the
 * first time takes a second or two for classes that are loaded and code that is compiled, and all work would wait for it.
 */
public final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    private static final int TIMES = 3;

    private final Ledger ledger;
    private final InstantSource clock;
    private final Supplier<Coordinator> fresh;

    /** {@code fresh} gives a coordinator that nobody else uses. */
    public Rehearsal(Ledger ledger, InstantSource clock, Supplier<Coordinator> fresh) {
        this.ledger = ledger;
        this.clock = clock;
        this.fresh = fresh;
    }

    /** Nothing is written or said. A failure is of no consequence: it will show when it matters. */
    public void run() {
        try {
            for (int time = 0; time < TIMES; time++) {
                var turns = new Turns(
                        fresh.get(),
                        ledger,
                        clock,
                        changes -> {},
                        LeaderObserver.BLIND,
                        FenceLog.NOWHERE,
                        LinkSource.NONE);
                turns.takeUp();
                turns.decide();
            }
        } catch (Failure failed) {
            LOG.debugf("what is durable cannot be read while this broker waits: %s", failed.getMessage());
        }
    }
}
