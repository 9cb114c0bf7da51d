package io.isobar.broker.wiring;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Leadership;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Whether this broker leads: takes the lead, keeps it, gives it back, and ends the process where another has taken it. */
@Singleton
class Lead {
    private static final Logger LOG = Logger.getLogger(Lead.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Leadership leadership;
    private final Duration lease;
    private final String holder;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread keeper =
            Thread.ofPlatform().name("lead-keeper").daemon().unstarted(this::keep);
    private volatile boolean held;

    Lead(Leadership leadership, BrokerConfiguration configuration, RandomGenerator random) {
        this.leadership = leadership;
        this.lease = LeadershipConfiguration.lease(configuration.leadership());
        this.holder = holder(configuration.grpc().port(), random);
    }

    /** The same for the next process at this port of this machine, and for no other. */
    private static String holder(int port, RandomGenerator random) {
        String host;
        String boot;
        try {
            host = InetAddress.getLocalHost().getHostName();
            boot = Files.readString(BOOT).strip();
        } catch (UnknownHostException unnamed) {
            return Core.hex(random);
        } catch (IOException otherSystem) {
            return Core.hex(random);
        }
        return host + ":" + (port == 0 ? Core.hex(random) : Integer.toString(port)) + " (boot " + boot + ")";
    }

    /** Takes the lead where nobody leads, or the process before this one did; from then on it is kept. */
    boolean tryTake() {
        try {
            var epoch = leadership.take(holder, lease);
            epoch.ifPresent(taken -> LOG.infof("leads with epoch %d", taken));
            held = epoch.isPresent();
            if (held) {
                keeper.start();
            }
        } catch (Failure away) {
            if (away.reason() != Reason.DATABASE_UNAVAILABLE) {
                throw away;
            }
            LOG.debugf("the lead cannot be asked for: %s", away.getMessage());
        }
        return held;
    }

    /** Waits until it leads; false: it is to stop. */
    boolean await() throws InterruptedException {
        LOG.infof("waits for the lead, which %s has", holderOrUnknown());
        while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (tryTake()) {
                return true;
            }
        }
        return false;
    }

    String holderOrUnknown() {
        try {
            return leadership.holder();
        } catch (Failure away) {
            return "nobody knows who, as the database does not answer,";
        }
    }

    /** Puts off the end of the lease, on a thread that nothing else can hold up. */
    private void keep() {
        try {
            while (!stopping.await(lease.dividedBy(4).toMillis(), TimeUnit.MILLISECONDS)) {
                if (!isRenewed()) {
                    held = false;
                    LOG.fatalf(
                            "%s has taken the lead; this process ends, and what starts it again starts one that waits",
                            holderOrUnknown());
                    Quarkus.asyncExit(70);
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** While the database is away nobody else can take the lead either. */
    private boolean isRenewed() {
        try {
            return leadership.renew(lease);
        } catch (Failure away) {
            LOG.debugf("the lead is not renewed: %s", away.getMessage());
            return true;
        }
    }

    /** Stops waiting, and lets another lead at once. */
    void close() throws InterruptedException {
        stopping.countDown();
        if (held) {
            held = false;
            keeper.join(lease);
            try {
                leadership.release();
            } catch (Failure away) {
                LOG.debugf("the lead is not given back, and ends by itself: %s", away.getMessage());
            }
        }
    }
}
