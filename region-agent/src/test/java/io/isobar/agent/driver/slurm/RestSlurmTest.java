package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real slurmrestd, by its port and a token. */
class RestSlurmTest {
    @TempDir
    Path folder;

    private RealSlurm slurm;
    private RestSlurm rest;

    @BeforeEach
    void open() {
        slurm = RealSlurm.find();
        rest = by(slurm.file("token"));
    }

    private RestSlurm by(Path tokenFile) {
        return new RestSlurm(slurm.byToken(tokenFile), Map.of(), System.getenv());
    }

    @AfterEach
    void close() {
        if (rest != null) {
            rest.close();
            slurm.run("scancel", "--user=" + RealSlurm.ACCOUNT);
        }
    }

    @Test
    void seesWhatTheProgramsSee() {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Cluster byPrograms = slurm.commands(executor).cluster();

            assertThat(rest.cluster().partitions()).isEqualTo(byPrograms.partitions());
            assertThat(rest.cluster().nodes()).containsExactlyInAnyOrderElementsOf(byPrograms.nodes());
        }
    }

    @Test
    void saysWhatItSpeaksAndWithWhom() {
        assertThat(rest.means()).startsWith("slurmrestd v0.0.38 at http://127.0.0.1:");
    }

    @Test
    void tellsOfOwnJobsWhateverBecomesOfThem() {
        long waits = slurm.submitForeign("w", "--hold", "--comment=it waits");
        long runs = slurm.submitForeign("r", "--nodelist=g1", "--comment=it runs");
        SlurmFixture.eventually(() -> slurm.stateOf(runs).equals("RUNNING"));

        assertThat(job(waits).state()).isEqualTo(JobState.PENDING);
        assertThat(job(waits).comment()).isEqualTo("it waits");
        assertThat(job(waits).startedAt()).isNull();
        assertThat(job(runs).state()).isEqualTo(JobState.RUNNING);
        assertThat(job(runs).startedAt()).isNotNull();

        rest.cancel(waits);
        rest.terminate(runs, true);

        SlurmFixture.eventually(() -> job(waits).isOver() && job(runs).isOver());
        assertThat(job(waits).state()).isEqualTo(JobState.CANCELLED);
    }

    private SlurmJob job(long id) {
        return rest.jobs().stream().filter(job -> job.id() == id).findFirst().orElseThrow();
    }

    @Test
    void passesOnWhySlurmRefusesAJob() {
        assertThatThrownBy(() -> rest.submit(request("no-such-partition", "g1")))
                .isInstanceOf(SlurmRefusedException.class)
                .hasMessageContaining("Invalid partition name");
        assertThatThrownBy(() -> rest.submit(request("gpu", "d1")))
                .isInstanceOf(SlurmRefusedException.class)
                .hasMessageContaining("not in this partition");
    }

    private JobRequest request(String partition, String node) {
        return new JobRequest(
                "job",
                "comment",
                "#!/bin/sh\n",
                partition,
                List.of(node),
                1,
                1,
                1,
                1,
                64,
                null,
                Duration.ofMinutes(1),
                folder,
                folder.resolve("out"));
    }

    @Test
    void concludesNothingWhereTheTokenIsNotBelieved() throws IOException {
        Path token = folder.resolve("token");
        Files.writeString(token, "SLURM_JWT=eyJhbGciOiJIUzI1NiJ9.eyJzdW4iOiJyb290In0.AAAA\n");
        try (RestSlurm stranger = by(token)) {
            assertThatThrownBy(stranger::cluster)
                    .isInstanceOf(SlurmUnavailableException.class)
                    .hasMessageContaining("slurm.rest-token-file")
                    .hasMessageNotContaining("eyJ");

            Files.copy(slurm.file("token"), token, StandardCopyOption.REPLACE_EXISTING);

            assertThat(stranger.cluster().nodes()).hasSize(4);
        }
    }

    @Test
    void saysWhatToDoWhereThereIsNoToken() {
        try (RestSlurm without = by(folder.resolve("none"))) {
            assertThatThrownBy(without::jobs)
                    .isInstanceOf(SlurmUnavailableException.class)
                    .hasMessageContaining("none")
                    .hasMessageContaining("slurm.rest-token-file");
        }
    }

    @Test
    void saysWhatToDoWhereNobodyListens() {
        var access = new RestAccess(
                RestAddress.parse("unix:" + folder.resolve("no.sock")), "root", null, Duration.ofSeconds(5));
        try (RestSlurm nobody = new RestSlurm(access, Map.of(), Map.of())) {
            assertThatThrownBy(nobody::cluster)
                    .isInstanceOf(SlurmUnavailableException.class)
                    .hasMessageContaining("no.sock does not answer")
                    .hasMessageContaining("see whether it runs");
        }
    }

    @Test
    void givesNoOrderOnceItIsClosed() {
        long job = slurm.submitForeign("others");
        rest.close();
        assertThatThrownBy(() -> rest.cancel(job))
                .isInstanceOf(SlurmUnavailableException.class)
                .hasMessageContaining("the agent stops");
        assertThat(slurm.stateOf(job)).isNotEqualTo("CANCELLED").isNotEqualTo("COMPLETING");
    }

    @Test
    void concludesNothingWhileTheControllerIsAway() {
        assertThat(rest.cluster().nodes()).hasSize(4);
        slurm.stopController();
        try {
            assertThatThrownBy(rest::jobs).isInstanceOf(SlurmUnavailableException.class);
            assertThatThrownBy(() -> rest.submit(request("gpu", "g1"))).isInstanceOf(SlurmUnavailableException.class);
        } finally {
            slurm.startController();
        }
        SlurmFixture.eventually(() -> rest.cluster().nodes().size() == 4);
    }

    @Test
    void speaksTheNewestVersionThatWasTriedElseTheNextAfterIt() {
        assertThat(RestSlurm.choose(new TreeSet<>(List.of(36, 37, 38)))).hasValue(38);
        assertThat(RestSlurm.choose(new TreeSet<>(List.of(40, 41, 42)))).hasValue(42);
        assertThat(RestSlurm.choose(new TreeSet<>(List.of(41, 42, 43)))).hasValue(42);
        assertThat(RestSlurm.choose(new TreeSet<>(List.of(43, 44)))).hasValue(43);
        assertThat(RestSlurm.choose(new TreeSet<>(List.of(34, 35)))).isEmpty();
        assertThat(RestSlurm.choose(new TreeSet<>())).isEmpty();
    }
}
