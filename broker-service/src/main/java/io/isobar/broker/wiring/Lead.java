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

    /** How often {@link #keep} must be called. */
    Duration keepEvery() {
        return lease.dividedBy(4);
    }

    /** Where nobody leads, or the process before this one did. */
    boolean isTaken() {
        try {
            var epoch = leadership.take(holder, lease);
            epoch.ifPresent(taken -> LOG.infof("leads with epoch %d", taken));
            held = epoch.isPresent();
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
            if (isTaken()) {
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

    /** Puts off the end of the lease. */
    void keep() {
        if (held && !leadership.renew(lease)) {
            held = false;
            LOG.fatalf(
                    "%s has taken the lead; this process ends, and what starts it again starts one that waits",
                    holderOrUnknown());
            Quarkus.asyncExit(70);
        }
    }

    /** Stops waiting, and lets another lead at once. */
    void close() {
        stopping.countDown();
        if (held) {
            held = false;
            try {
                leadership.release();
            } catch (Failure away) {
                LOG.debugf("the lead is not given back, and ends by itself: %s", away.getMessage());
            }
        }
    }
}
