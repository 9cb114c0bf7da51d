package io.isobar.integration.fault;

import io.isobar.integration.scenario.LaunchedFederation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** Something that happens to a part of a federation, and is over when {@link #happen} returns. */
sealed interface Fault {
    /** Parts that can die at any moment, and come back. */
    List<String> MORTAL = List.of("broker", "broker-2", "postgres", "kafka", "east", "west");

    List<String> BROKERS = List.of("broker", "broker-2");

    void happen(LaunchedFederation federation) throws IOException, InterruptedException;

    /** Ended with SIGKILL. */
    record Killed(String part) implements Fault {
        @Override
        public void happen(LaunchedFederation federation) {
            federation.kill(part);
        }
    }

    /** Put to sleep with SIGSTOP for so long: a broker for longer than its lease on the lead, a region for less than its own. */
    record Asleep(String part, Duration lasts) implements Fault {
        @Override
        public void happen(LaunchedFederation federation) throws IOException, InterruptedException {
            long process = federation.pid(part);
            LaunchedFederation.signal("STOP", process);
            try {
                pass(lasts);
            } finally {
                LaunchedFederation.signal("CONT", process);
            }
        }
    }

    /** Nobody reaches a broker by gRPC, and it reaches nobody: every packet is dropped, no connection is refused. */
    record CutOff(String part, Duration lasts) implements Fault {
        @Override
        public void happen(LaunchedFederation federation) throws IOException, InterruptedException {
            try (var _ = new DroppedPackets(federation.port(part.equals("broker") ? "grpc" : "grpc-2"))) {
                pass(lasts);
            }
        }
    }

    /**
     * Any of them.
     *
     * @param cuts whether this machine can drop packets
     */
    static Fault any(RandomGenerator random, boolean cuts) {
        return switch (random.nextInt(cuts ? 6 : 5)) {
            case 0, 1, 2 -> new Killed(MORTAL.get(random.nextInt(MORTAL.size())));
            case 3 -> new Asleep(BROKERS.get(random.nextInt(2)), Duration.ofSeconds(random.nextInt(4, 8)));
            case 4 -> new Asleep(random.nextBoolean() ? "east" : "west", Duration.ofSeconds(random.nextInt(1, 6)));
            default -> new CutOff(BROKERS.get(random.nextInt(2)), Duration.ofSeconds(random.nextInt(2, 10)));
        };
    }

    private static void pass(Duration time) {
        long from = System.nanoTime();
        Awaitility.await("time passes")
                .atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() - from >= time.toNanos());
    }
}
