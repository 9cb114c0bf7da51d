package io.isobar.integration.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.integration.scenario.Runs;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short jobs of one accelerator on the Slurm that bin/slurm-up started, through a region with the settings that a region has by itself, and
 * by sbatch.
 */
class SlurmBenchmark {
    private static final int WARM_UP = 20;
    private static final int JOBS = Integer.getInteger("isobar.bench.jobs", 200);
    private static final int CROWD = Integer.getInteger("isobar.bench.crowd", 1000);
    private static final String LASTS_S = "0.3";
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx192m -XX:TieredStopAtLevel=1 }
            broker:
              isobar.broker.money: { currency: CNY }
            agents:
              hpc:
                regions:
                  hpc:
                    driver: slurm
                    provider: this-machine
                    slurm: { configuration: "@SLURM@", partitions: gpu, accelerators: { gpu: A100-80GB, "gpu:a100": A100-80GB }@QUEUE@ }
                    offers: [ { pool: gpu-a100-80gb, mode: on-demand, price: "7.80 CNY", per: card-hour } ]
            """;

    @TempDir
    Path folder;

    private BareSlurm bare;
    private @Nullable LaunchedFederation federation;

    @BeforeEach
    void find() {
        String configuration = System.getenv("ISOBAR_SLURM_CONF");
        Assumptions.assumeTrue(
                configuration != null,
                () -> "NOT RUN, there is no Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot");
        bare = new BareSlurm(Path.of(configuration));
    }

    /** {@code queue} is put behind the region's settings of Slurm. */
    private Runs start(String queue) {
        var started = LaunchedFederation.start(
                folder.resolve("federation"),
                FEDERATION.replace("@SLURM@", bare.configuration().toString()).replace("@QUEUE@", queue));
        federation = started;
        var runs = new Runs(started);
        runs.awaitAllLinksGood();
        return runs;
    }

    @AfterEach
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    private static WorkloadSpec job(String... command) {
        return OneCard.of("hpc", "A100-80GB", command);
    }

    @Test
    void fromSubmitToTheFirstAct() throws Exception {
        new RegionAgainstBare(start(""), bare, SlurmBenchmark::job, LASTS_S, folder)
                .oneByOne(WARM_UP, JOBS)
                .forEach(SlurmBenchmark::print);
    }

    /** By itself work goes only to nodes that are free, which is known when it was told of who was there before. */
    @Test
    void aThousandAtOnceRunOnceEach() throws Exception {
        crowd(start(""), "to free nodes");
    }

    @Test
    void aThousandAtOnceRunOnceEachThroughTheQueue() throws Exception {
        crowd(start(", queue-nodes: { gpu: 8 }"), "through the queue");
    }

    private void crowd(Runs runs, String how) throws Exception {
        Path witness = folder.resolve("witness");
        long from = System.nanoTime();
        var ids = submitted(runs, CROWD, job("sh", "-c", "echo \"$ISOBAR_WORKLOAD\" >> '" + witness + "'"));
        double submitted = secondsSince(from);
        awaitLines(witness, CROWD);
        double acted = secondsSince(from);
        for (var id : ids) {
            assertThat(runs.awaitEnd(id).getState()).as(id).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        }
        double told = secondsSince(from);
        assertThat(Files.readAllLines(witness)).containsExactlyInAnyOrderElementsOf(ids);

        Path bareWitness = folder.resolve("bare-witness");
        long bareFrom = System.nanoTime();
        bare.crowd(folder, CROWD, "echo x >> '" + bareWitness + "'");
        double bareSubmitted = secondsSince(bareFrom);
        awaitLines(bareWitness, CROWD);
        double bareActed = secondsSince(bareFrom);
        print(String.format(
                Locale.ROOT,
                "%d jobs, bare: submitted by %.1f s, the last one's act at %.1f s",
                CROWD,
                bareSubmitted,
                bareActed));
        print(String.format(
                Locale.ROOT,
                "%d jobs, %s: submitted by %.1f s, the last one's act at %.1f s, all seen SUCCEEDED by %.1f s; none lost, none twice; ratio %.2f",
                CROWD,
                how,
                submitted,
                acted,
                told,
                acted / bareActed));
    }

    private static List<String> submitted(Runs runs, int count, WorkloadSpec spec) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(() -> runs.submit(spec).getId());
        }
        var ids = new ArrayList<String>();
        try (var users = Executors.newFixedThreadPool(8)) {
            for (var done : users.invokeAll(calls)) {
                ids.add(done.get());
            }
        }
        return ids;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void awaitLines(Path file, int count) {
        Awaitility.await(count + " lines in " + file)
                .atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= count);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
