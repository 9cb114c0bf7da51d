package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a real container runtime, Charliecloud, runs in jobs of a real Slurm, and stacks that a site makes ready. */
class SlurmImagesTest extends SlurmFixture {
    private static final String IMAGE = "tools/greet:1";
    private static final String GREETING = "greetings from inside";

    @TempDir
    static Path images;

    @BeforeEach
    void unpackImage() throws IOException {
        Path busybox = Path.of("/bin/busybox");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/ch-run")) && Files.isExecutable(busybox),
                "NOT RUN, there is no Charliecloud here: integration-tests/bin/slurm-up installs it where it can");
        Path root = images.resolve(IMAGE);
        if (Files.exists(root)) {
            return;
        }
        for (String folder : List.of("bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "work")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String file : List.of("group", "hosts", "passwd", "resolv.conf")) {
            Files.createFile(root.resolve("etc").resolve(file));
        }
        Files.copy(busybox, root.resolve("bin/busybox"));
        for (String program : List.of("sh", "cat", "sleep")) {
            Files.createSymbolicLink(root.resolve("bin").resolve(program), Path.of("busybox"));
        }
        Files.writeString(root.resolve("etc/greeting"), GREETING + "\n");
    }

    private SiteRuntime charliecloud(Map<String, String> prepare) {
        return new SiteRuntime(
                List.of("ch-run", "--bind={folder}:/work", "--cd=/work", "--unset-env=HOME", images + "/{image}", "--"),
                List.of("ch-run", images + "/{image}", "--", "cat", "/etc/greeting"),
                prepare);
    }

    private void offer(SiteRuntime runtime) {
        reopen(site -> site.open(runtime));
    }

    private static Work order(String workload, @Nullable String image, int replicas, String... command) {
        AttemptId id = new AttemptId(workload + "-1");
        Demand demand = new Demand(SlurmSite.GPUS, replicas, SlurmSite.SMALL);
        LaunchOrder order = new LaunchOrder(
                new AttemptKey(id, id.workload(), 1),
                "job",
                "tenant",
                List.of(command),
                image,
                Map.of("GREETING", "it's", "USER", "work"),
                "cuda",
                demand,
                Duration.ofSeconds(2),
                null,
                null);
        List<NodeName> nodes =
                replicas == 1 ? List.of(new NodeName("g1")) : List.of(new NodeName("g1"), new NodeName("g2"));
        return new Work(order, new Placement(demand, nodes));
    }

    private String errors(Work work) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int length = driver.output(work.id()).orElseThrow().read(0, OutputStreamKind.STDERR, 0, buffer);
        return new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    @Test
    void runsTheReplicasOfAGangInAnImageWithTheirVariables() throws IOException {
        offer(charliecloud(Map.of()));
        Work work = order(
                "w-image", IMAGE, 2, "sh", "-c", "cat /etc/greeting; echo $GREETING $ISOBAR_REPLICA $ISOBAR_STACK");

        assertThat(driver.vet(work.order())).isEmpty();
        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo(GREETING + "\nit's 0 cuda\n");
        assertThat(output(work, 1)).isEqualTo(GREETING + "\nit's 1 cuda\n");
    }

    @Test
    void runsWhatAnImageBringsItself() throws IOException {
        offer(charliecloud(Map.of()));
        Work work = order("w-own", IMAGE, 1);

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo(GREETING + "\n");
    }

    @Test
    void stopsWhatRunsInAnImage() {
        offer(charliecloud(Map.of()));
        Work work = order("w-long", IMAGE, 1, "sleep", "3600");
        driver.launch(work);
        awaitRunning(work);

        driver.stop(work.id(), Duration.ofSeconds(1));

        assertThat(endOf(work).reason()).isNotEqualTo(Reason.EXIT_ZERO);
        eventually(() -> slurm.run("squeue", "-h", "-t", "R,CG").isEmpty());
    }

    @Test
    void saysInTheErrorsOfTheWorkWhatTheRuntimeSaysOfAnImageThatIsNotThere() throws IOException {
        offer(charliecloud(Map.of()));
        Work work = order("w-none", "tools/none:1", 1, "sh", "-c", "true");

        driver.launch(work);

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(errors(work)).contains("tools/none:1");
    }

    @Test
    void advertisesThatItRunsImagesWhereItDoes() {
        assertThat(newestLook(0).pools()).noneMatch(PoolProfile::runsImages);
        int before = events.all().size();

        offer(charliecloud(Map.of()));

        assertThat(newestLook(before).pools()).isNotEmpty().allMatch(PoolProfile::runsImages);
    }

    @Test
    void refusesImagesThatItCannotRun() {
        Work work = order("w-refused", IMAGE, 1, "true");
        assertThat(driver.vet(work.order()).map(Refusal::reason)).contains(Reason.IMAGE_UNSUPPORTED);

        offer(new SiteRuntime(List.of("ch-run", images + "/{image}", "--"), List.of(), Map.of()));

        assertThat(driver.vet(work.order())).isEmpty();
        Optional<Refusal> own = driver.vet(order("w-own", IMAGE, 1).order());
        assertThat(own).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.IMAGE_UNSUPPORTED);
            assertThat(refusal.message()).contains("give the variant a command");
        });
        assertThat(driver.vet(order("w-option", "--help", 1, "true").order())).isPresent();
    }

    @Test
    void makesItsStackReadyBeforeTheCommand() throws IOException {
        offer(new SiteRuntime(
                List.of(),
                List.of(),
                Map.of("cuda", "GREETING=overruled; LOADED=cuda/12.6; export GREETING LOADED", "dtk", "exit 3")));
        Work work = one("w-module", "sh", "-c", "echo $LOADED $GREETING");

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo("cuda/12.6 it's\n");
    }

    @Test
    void doesNotRunTheCommandWhereItsStackIsNotReadyAndSaysWhy() throws IOException {
        offer(new SiteRuntime(List.of(), List.of(), Map.of("cuda", "echo 'no module cuda/12.6' >&2; false")));
        Work work = one("w-missing", "sh", "-c", "echo ran");

        driver.launch(work);

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("to make cuda ready").contains("failed with 1 on g1");
        assertThat(errors(work)).contains("no module cuda/12.6");
        assertThat(output(work, 0)).isEmpty();
    }

    @Test
    void tellsAsAFailedLaunchOfAPreparationThatNoShellUnderstands() {
        offer(new SiteRuntime(List.of(), List.of(), Map.of("cuda", "if then (")));
        Work work = one("w-syntax", "sh", "-c", "echo ran");

        driver.launch(work);

        assertThat(endOf(work).reason()).isEqualTo(Reason.LAUNCH_FAILED);
    }
}
