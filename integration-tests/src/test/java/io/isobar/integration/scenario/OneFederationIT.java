package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.WorkloadSource;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One workload with programs for CUDA, DCU and processors, given as the batch script and as the Job of {@code examples}, on a real Slurm with
 * DCU, a real Kubernetes with A100 and this machine: it runs where it costs least, moves when its region is cut off, and ends once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneFederationIT {
    private static final Path EXAMPLES = CommandLine.REPOSITORY.resolve("examples");
    private static final List<String> FILES = List.of("heat.sh", "heat-job.yaml");
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.silence: { lost-after: 1s, stop-after: 9s, stop-grace: 2s, margin: 2s }
            """;
    private static final String PER_CARD = " CNY per card-hour";
    private static final String PER_CORE = " CNY per core-hour";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<SiteAgent> agents = new ArrayList<>();
    private Path folder;
    private Path witness;
    private String slurm;
    private LaunchedFederation federation;
    private CommandLine isobar;
    private SiteAgent local;
    private SiteAgent hpc;
    private SiteAgent cluster;
    private Path administrator;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) throws IOException {
        slurm = setting("ISOBAR_SLURM_CONF", "Slurm", "slurm-up");
        administrator = Path.of(setting("ISOBAR_KUBECONFIG", "Kubernetes", "kubernetes-up"));
        folder = temporary;
        witness = Files.createDirectory(folder.resolve("witness"));
        for (var file : FILES) {
            Files.writeString(folder.resolve(file), witnessed(Files.readString(EXAMPLES.resolve(file))));
        }
        federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        isobar = new CommandLine(folder, federation.broker());
        local = site("local", "0.10" + PER_CORE, "driver=process", "offers[0].pool=machine");
        hpc = site(
                "hpc",
                "2.00" + PER_CARD,
                "driver=slurm",
                "slurm.configuration=" + slurm,
                "slurm.partitions=dcu",
                "slurm.poll-every=500ms",
                "offers[0].accelerator=z100");
        cluster = site(
                "cluster",
                "4.00" + PER_CARD,
                "driver=kubernetes",
                "kubernetes.kubeconfig=" + RealCluster.agentConfiguration(administrator, folder),
                "kubernetes.namespace=isobar",
                "kubernetes.node-labels=isobar.io/real=true",
                "kubernetes.default-image=" + System.getenv("ISOBAR_KUBERNETES_IMAGE"),
                "kubernetes.poll-every=1s",
                "kubernetes.lease.address=127.0.0.1:" + freePort(),
                "kubernetes.lease.away=5s",
                "offers[0].accelerator=NVIDIA-A100-SXM4-40GB");
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static String setting(String variable, String what, String program) {
        var value = System.getenv(variable);
        Assumptions.assumeTrue(
                value != null,
                () -> "NOT RUN, there is no " + what + ": integration-tests/bin/" + program
                        + " starts one, and says why it cannot");
        return Objects.requireNonNull(value);
    }

    private SiteAgent site(String region, String offer, String... settings) {
        var all = Stream.concat(Stream.of("provider=provider-of-" + region), Stream.of(settings))
                .toList();
        var agent = new SiteAgent(folder, federation, region, all, offer);
        agents.add(agent);
        return agent;
    }

    @AfterAll
    void stop() {
        for (var agent : agents) {
            agent.close();
        }
        if (federation != null) {
            federation.close();
        }
    }

    /**
     * The example with each step, which there is a second of sleep, writing down who takes it, and waiting in the first until there is a file
     * "enough"; and with its end, which each run that gets there writes down. Where the folder is not to be seen, it is as it was.
     */
    private String witnessed(String example) {
        var beat = "echo \"$ISOBAR_ATTEMPT $stack $(date +%s%N)\" >>'" + witness + "/beats'";
        var step = "if [ -d '" + witness + "' ]; then " + beat + "; while [ ! -e '" + witness
                + "/enough' ]; do sleep 0.1; " + beat + "; done; fi";
        var end = "if [ -d '" + witness + "' ]; then echo \"$ISOBAR_ATTEMPT\" >>'" + witness
                + "/ends'; fi; echo \"heat: done\"";
        var text = example.replace("sleep 1\n", step + "\n")
                .replace("echo \"heat: done\"", end)
                .replace("example/heat:cuda", String.valueOf(System.getenv("ISOBAR_KUBERNETES_IMAGE")));
        assertThat(text).contains(step, end);
        return text;
    }

    private record Beat(String attempt, String stack, long nanos) {}

    private List<Beat> beats() throws IOException {
        var file = witness.resolve("beats");
        return !Files.exists(file)
                ? List.of()
                : Files.readAllLines(file).stream()
                        .map(line -> line.split(" ", 3))
                        .filter(parts -> parts.length == 3)
                        .map(parts -> new Beat(parts[0], parts[1], Long.parseLong(parts[2])))
                        .toList();
    }

    private List<Beat> beatsOf(String attempt) throws IOException {
        return beats().stream().filter(beat -> beat.attempt().equals(attempt)).toList();
    }

    private void awaitBeatOf(String attempt) {
        Awaitility.await(attempt + " runs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !beatsOf(attempt).isEmpty());
    }

    private Runs runs() {
        return new Runs(federation);
    }

    private WorkloadSource source(String file) throws IOException {
        return WorkloadSource.newBuilder()
                .setManifest(ByteString.copyFrom(Files.readAllBytes(folder.resolve(file))))
                .build();
    }

    private List<Candidate> candidates(String file) throws IOException {
        return federation
                .workloads()
                .plan(PlanRequest.newBuilder().setWorkload(source(file)).build())
                .getDecision()
                .getCandidatesList();
    }

    private String submitted(String file) throws IOException {
        return federation
                .workloads()
                .submit(SubmitRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setWorkload(source(file))
                        .build())
                .getWorkload()
                .getId();
    }

    /** Until all three would take either file, the cheapest first. */
    private void awaitPrices(String... regions) {
        for (var file : FILES) {
            Awaitility.await(file + " would run in " + List.of(regions))
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                    .untilAsserted(() -> assertThat(candidates(file))
                            .extracting(Candidate::getRegion)
                            .containsExactly(regions));
        }
    }

    private String said(String... command) {
        var result = isobar.run(command);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result.output();
    }

    private String applied(String file) {
        return said("apply", "-y", "-f", folder.resolve(file).toString(), "-o", "name")
                .strip()
                .replaceFirst(".*/", "");
    }

    private List<Attempt> attempts(String id) {
        return federation
                .attempts()
                .listAttempts(ListAttemptsRequest.newBuilder().setWorkloadId(id).build())
                .getAttemptsList();
    }

    @Test
    @Order(1)
    void movesToTheNextCheapestWhenItsRegionIsCutOffAndEndsOnce() throws Exception {
        awaitPrices("local", "hpc", "cluster");
        for (var file : FILES) {
            assertThat(said("plan", "-f", folder.resolve(file).toString()))
                    .contains("CHOSEN: local/machine, 0.05 CNY in all", "  1.00  30 min", "  2.00  30 min");
        }
        var ids = FILES.stream().map(this::applied).toList();
        ids.forEach(id -> awaitBeatOf(id + "-1"));

        local.die();
        try {
            ids.forEach(id -> awaitBeatOf(id + "-2"));
        } finally {
            local.sells("9.00" + PER_CORE);
        }
        // It is back, and takes nothing up again.
        awaitPrices("hpc", "cluster", "local");
        Files.createFile(witness.resolve("enough"));
        for (var id : ids) {
            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        }

        for (var id : ids) {
            var first = beatsOf(id + "-1");
            var second = beatsOf(id + "-2");
            assertThat(first).extracting(Beat::stack).containsOnly("cpu");
            assertThat(second).extracting(Beat::stack).containsOnly("dtk");
            assertThat(first.getLast().nanos())
                    .as("the first was stopped before")
                    .isLessThan(second.getFirst().nanos());
            assertThat(attempts(id))
                    .extracting(Attempt::getRegion, Attempt::getOutcome, Attempt::getReason)
                    .containsExactlyInAnyOrder(
                            tuple("local", AttemptOutcome.ATTEMPT_OUTCOME_LOST, Reason.REASON_REGION_LOST),
                            tuple("hpc", AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED, Reason.REASON_EXIT_ZERO));
        }
        assertThat(said("describe", "workload", ids.getFirst())).contains("REGION_LOST", "hpc/dcu-z100");
        assertThat(said("explain", ids.getLast())).contains("CHOSEN: hpc/dcu-z100", "its work was given up");
        assertThat(Files.readAllLines(witness.resolve("ends")))
                .as("each ended once, in its second attempt")
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> id + "-2").toList());
    }

    @Test
    @Order(2)
    void runsOnSlurmWhereThatIsCheapest() throws IOException {
        awaitPrices("hpc", "cluster", "local");

        runsOnceIn("hpc", "dtk");
    }

    @Test
    @Order(3)
    void runsOnKubernetesWhereThatIsCheapest() throws IOException {
        hpc.sells("6.00" + PER_CARD);
        awaitPrices("cluster", "hpc", "local");

        runsOnceIn("cluster", "cuda");
    }

    /** All nodes are others'; a place in Slurm's own queue costs a quarter of the nodes that are free. */
    @Test
    @Order(4)
    void waitsInTheQueueOfASiteThatIsFullAndRunsWhenThatStartsIt() throws Exception {
        var others = ForeignJobs.onDcuNodesOf(slurm);
        var full = fullSite();
        awaitPrices("full", "cluster", "local");
        assertThat(said("plan", "-f", folder.resolve("heat.sh").toString()))
                .contains("CHOSEN: full/dcu-z100-queue")
                .containsPattern("waits in the queue there: (29|30)m, nine of ten 1h1[0-9]m at most");
        assertThat(said("get", "pools", "--region", "full")).contains("8/8 queued");

        var id = applied("heat.sh");
        Awaitility.await(id + " waits in Slurm's queue")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(said("explain", id))
                        .contains("in the region's queue as Slurm job", "Resources", "starts about"));
        assertThat(beatsOf(id + "-1")).isEmpty();
        others.close();
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(attempts(id))
                .singleElement()
                .satisfies(only -> assertThat(only.getPool()).isEqualTo("dcu-z100-queue"));
        full.close();
    }

    private SiteAgent fullSite() {
        return site(
                "full",
                "1.00" + PER_CARD,
                "driver=slurm",
                "slurm.configuration=" + slurm,
                "slurm.partitions=dcu",
                "slurm.poll-every=500ms",
                "slurm.queue-nodes.dcu=2",
                "offers[0].accelerator=z100");
    }

    /** The same work waits there again, until Kubernetes costs less. */
    @Test
    @Order(5)
    void leavesTheQueueWhenNodesElsewhereCostNoMore() throws Exception {
        var full = fullSite();
        try (var others = ForeignJobs.onDcuNodesOf(slurm)) {
            awaitPrices("full", "cluster", "local");
            var id = submitted("heat.sh");
            Awaitility.await(id + " waits in Slurm's queue")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said("explain", id)).contains("starts about"));

            cluster.sells("0.50" + PER_CARD);

            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
            assertThat(attempts(id))
                    .extracting(Attempt::getRegion, Attempt::getReason)
                    .containsExactlyInAnyOrder(
                            tuple("full", Reason.REASON_LEFT_QUEUE), tuple("cluster", Reason.REASON_EXIT_ZERO));
            assertThat(said("describe", "workload", id).replaceAll("\\s+", " "))
                    .contains("left the queue of full/dcu-z100-queue, where it was to start in");
            assertThat(others.areThere()).as("they run on").isTrue();
        } finally {
            full.close();
            cluster.sells("4.00" + PER_CARD);
        }
    }

    private void runsOnceIn(String region, String stack) throws IOException {
        for (var file : FILES) {
            var id = submitted(file);
            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
            assertThat(attempts(id))
                    .singleElement()
                    .satisfies(only -> assertThat(only.getRegion()).isEqualTo(region));
            assertThat(runs().output(id).lines()).containsExactly("heat: 20 steps on " + stack, "heat: done");
        }
    }

    /** Its pods share no folder with this machine: what they did is asked of the API server. */
    @Test
    @Order(6)
    void movesFromKubernetesWhenItsAgentIsDeadAndNeverRunsTwiceAtATime() throws Exception {
        awaitPrices("cluster", "hpc", "local");
        var script = Files.readString(folder.resolve(FILES.getFirst()));
        Files.writeString(folder.resolve("slow.sh"), script.replace("; done; fi\n", "; done; else sleep 60; fi\n"));
        var id = submitted("slow.sh");
        Awaitility.await("it runs on Kubernetes")
                .atMost(PATIENCE)
                .until(() ->
                        attempts(id).stream().anyMatch(one -> one.getRegion().equals("cluster") && one.hasStartedAt()));

        cluster.die();
        try {
            awaitBeatOf(id + "-2");
            var end = RealCluster.endOf(administrator, id + "-1");
            assertThat(end.at())
                    .isBefore(Instant.EPOCH.plusNanos(
                            beatsOf(id + "-2").getFirst().nanos()));
            assertThat(end.exitCode()).as("it was stopped").isNotZero();
        } finally {
            cluster.sells("4.00" + PER_CARD);
        }
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(attempts(id))
                .extracting(Attempt::getRegion, Attempt::getOutcome, Attempt::getReason)
                .containsExactlyInAnyOrder(
                        tuple("cluster", AttemptOutcome.ATTEMPT_OUTCOME_LOST, Reason.REASON_REGION_LOST),
                        tuple("hpc", AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED, Reason.REASON_EXIT_ZERO));
        // It is back, and lets go of the pod.
        awaitPrices("cluster", "hpc", "local");
    }
}
