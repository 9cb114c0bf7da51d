package io.isobar.broker.wiring;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.ledger.Candidate;
import io.isobar.broker.ledger.Candidate.Standing;
import io.isobar.broker.ledger.Contender;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Whether this broker leads: takes the lead, keeps it, gives it back, and ends the process where another has taken it. */
@Singleton
class Lead {
    private static final Logger LOG = Logger.getLogger(Lead.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Candidate candidate;
    private final Duration lease;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread keeper =
            Thread.ofPlatform().name("lead-keeper").daemon().unstarted(this::keep);

    Lead(
            Leadership leadership,
            BrokerConfiguration configuration,
            RandomGenerator random,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.lease = LeadershipConfiguration.lease(configuration.leadership());
        this.candidate = new Candidate(
                leadership,
                LeadershipConfiguration.contender(
                        name(configuration.grpc().port(), random), configuration, httpHost, httpPort),
                lease,
                () -> Duration.ofNanos(System.nanoTime()));
    }

    /** The same for the next process at this port of this machine, and for no other. */
    private static String name(int port, RandomGenerator random) {
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
        boolean taken = candidate.step() == Standing.LEADS;
        if (taken) {
            keeper.start();
        }
        return taken;
    }

    /** Waits until it leads; false: it is to stop. */
    boolean await() throws InterruptedException {
        LOG.infof("waits for the lead, which %s has", nameOfLeader());
        while (!stopping.await(Candidate.EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (tryTake()) {
                return true;
            }
        }
        return false;
    }

    /** Whom this broker saw leading when it last asked for the lead. */
    Contender leader() {
        return candidate.leader();
    }

    /** Whether it led a lease ago at the latest. */
    boolean isSure() {
        return candidate.isSure();
    }

    private String nameOfLeader() {
        var name = candidate.leader().name();
        return name.isEmpty() ? "nobody knows who, as the database does not answer," : name;
    }

    /** Keeps the lead, on a thread that nothing else can hold up. */
    private void keep() {
        try {
            while (!stopping.await(Candidate.EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isDeposed()) {
                    LOG.fatalf(
                            "%s has taken the lead; this process ends, and what starts it again starts one that waits",
                            nameOfLeader());
                    Quarkus.asyncExit(70);
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure that is not understood ends nothing: who cannot renew its lease is deposed by who takes it. */
    private boolean isDeposed() {
        try {
            return candidate.step() == Standing.DEPOSED;
        } catch (RuntimeException failed) {
            LOG.warnf(failed, "the lead cannot be renewed, trying again");
            return false;
        }
    }

    /** Stops waiting, and lets another lead at once. */
    void close() throws InterruptedException {
        stopping.countDown();
        if (candidate.standing() == Standing.LEADS) {
            keeper.join(lease);
            try {
                candidate.release();
            } catch (Failure away) {
                LOG.debugf("the lead is not given back, and ends by itself: %s", away.getMessage());
            }
        }
    }
}
