package io.isobar.integration.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.proto.workload.v1.WorkloadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two brokers, two regions, PostgreSQL and Kafka, of which one after the other dies, sleeps or is cut off, while workloads come. Every
 * one that was accepted runs once: its own file says so.
 */
class RandomFaultsIT {
    private static final String FEDERATION = """
            standalone:
              brokers: 2
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.leadership: { lease: @LEASE@ }
            agents:
              east:
                regions:
                  east:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.10 CNY", per: core-hour } ]
              west:
                regions:
                  west:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.10 CNY", per: core-hour } ]
            """;
    private static final int EACH = 4;

    /** {@code lease} of who leads. */
    static String federation(String lease) {
        return FEDERATION.replace("@LEASE@", lease);
    }

    @Test
    void whateverHappensEveryWorkloadThatWasAcceptedRunsOnce(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        long seed = Long.getLong("isobar.faults.seed", 59_018_068_675_230L);
        int rounds = Integer.getInteger("isobar.faults.rounds", 6);
        boolean cuts = DroppedPackets.arePossible();
        System.out.println("faults: seed " + seed + ", " + rounds + " rounds"
                + (cuts ? "" : ", NO CUT NETWORK: this user cannot drop packets here (iptables, root)"));
        var random = new Random(seed);
        Files.createDirectories(folder.resolve("witnesses"));
        try (var federation = LaunchedFederation.start(folder.resolve("federation"), federation("3s"));
                var user = User.of(federation, random, folder.resolve("witnesses"))) {
            user.awaitAllLinksGood();
            for (int round = 1; round <= rounds; round++) {
                for (int i = 0; i < EACH; i++) {
                    user.submit();
                }
                var fault = Fault.any(random, cuts);
                System.out.println("faults: " + round + " of " + rounds + ", " + fault);
                fault.happen(federation);
                for (int i = 0; i < EACH; i++) {
                    user.submit();
                }
            }
            assertThat(user.submitted()).as("one id each").hasSize(rounds * 2 * EACH);
            for (var one : user.submitted().entrySet()) {
                var over = user.awaitEnd(one.getKey());
                assertThat(over.getState())
                        .as("seed %d: %s", seed, over)
                        .isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
                assertThat(one.getValue().isOfOneRun(one.getKey()))
                        .as("seed %d: %s wrote of %s", seed, one.getValue().lines(), over)
                        .isTrue();
            }
            user.awaitAllLinksGood();
        }
    }
}
