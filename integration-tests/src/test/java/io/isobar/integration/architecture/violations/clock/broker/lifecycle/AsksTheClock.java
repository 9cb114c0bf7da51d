package io.isobar.integration.architecture.violations.clock.broker.lifecycle;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

final class AsksTheClock {
    Instant asksInstant() {
        return Instant.now();
    }

    Clock asksClock() {
        return Clock.systemUTC();
    }

    long asksNanoTime() {
        return System.nanoTime();
    }

    long asksMillis() {
        return System.currentTimeMillis();
    }

    Supplier<Instant> asksByReference() {
        return Instant::now;
    }

    Random makesRandom() {
        return new Random(1);
    }

    Random makesSecureRandom() {
        return new SecureRandom();
    }

    double callsMathRandom() {
        return Math.random();
    }

    UUID makesUuid() {
        return UUID.randomUUID();
    }

    int takesThreadLocal() {
        return ThreadLocalRandom.current().nextInt();
    }
}
