package io.isobar.agent.driver.slurm;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A Slurm that integration-tests/bin/slurm-up started, and named in ISOBAR_SLURM_CONF, or in ISOBAR_NEWER_SLURM_CONF: partition gpu of two
 * nodes with eight a100, partition dcu of two nodes with four z100.
 */
final class RealSlurm {
    static final String CONFIGURATION = "ISOBAR_SLURM_CONF";
    static final String NEWER = "ISOBAR_NEWER_SLURM_CONF";
    private static final int REST_PORT_AFTER = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String ACCOUNT = System.getProperty("user.name", "root");

    private final Path configuration;
    /** Null: it is asked by its programs. */
    private @Nullable RestAccess rest;

    private RealSlurm(Path configuration) {
        this.configuration = configuration;
    }

    /** Of this machine, asked by its programs. Skips the test where there is none, and says so. */
    static RealSlurm find() {
        return find(CONFIGURATION, slurm -> null);
    }

    /** Of this machine, asked by slurmrestd, whose socket says who calls. */
    static RealSlurm byRest() {
        return find(
                CONFIGURATION,
                slurm -> new RestAccess(RestAddress.parse("unix:" + slurm.file("rest.sock")), ACCOUNT, null, PATIENCE));
    }

    /** The newer one, in its container, asked by its programs. */
    static RealSlurm newer() {
        return find(NEWER, slurm -> null);
    }

    /** The newer one, in its container, asked by slurmrestd, with a token: a socket does not tell who calls from outside. */
    static RealSlurm newerByRest() {
        return find(NEWER, slurm -> slurm.byToken(slurm.file("token")));
    }

    private static RealSlurm find(String variable, Function<RealSlurm, @Nullable RestAccess> rest) {
        String configuration = System.getenv(variable);
        Assumptions.assumeTrue(
                configuration != null,
                () ->
                        "NOT RUN, there is no such Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot");
        RealSlurm slurm = new RealSlurm(Path.of(String.valueOf(configuration)));
        slurm.rest = rest.apply(slurm);
        slurm.awaitIdle();
        return slurm;
    }

    /** How its slurmrestd is reached by a port, with a token. */
    RestAccess byToken(Path tokenFile) {
        int port = Integer.parseInt(run("cat", file("ports").toString())) + REST_PORT_AFTER;
        return new RestAccess(RestAddress.parse("http://127.0.0.1:" + port), ACCOUNT, tokenFile, PATIENCE);
    }

    /** Until all nodes are there and have nothing to do: a test before may have restarted the controller. */
    private void awaitIdle() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> run("sinfo", "-h", "-N", "-t", "idle", "-o", "%N")
                                .lines()
                                .count()
                        == 4);
    }

    SlurmCommands commands(Executor executor) {
        return rest != null
                ? new RestSlurm(rest, Map.of(), System.getenv())
                : new CommandLineSlurm(programs(), configuration, PATIENCE, ACCOUNT, Map.of(), executor);
    }

    /** Null: those of the machine. */
    private @Nullable Path programs() {
        Path folder = file("programs");
        return Files.isDirectory(folder) ? folder : null;
    }

    /** Runs one of Slurm's programs as a person would, and returns what it says. */
    String run(String... words) {
        try {
            List<String> line = new ArrayList<>(List.of(words));
            if (programs() != null) {
                line.addFirst(file("enter").toString());
            }
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("SLURM_CONF", configuration.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", words) + ": " + said);
            }
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What lies beside its configuration. */
    Path file(String name) {
        return configuration.resolveSibling(name);
    }

    /** A job that is not ours, of any name. */
    long submitForeign(String name, String... options) {
        List<String> line = new ArrayList<>(List.of("sbatch", "--parsable", "--job-name=" + name));
        line.addAll(List.of(options));
        line.addAll(List.of("--output=/dev/null", "--wrap", "sleep 3600"));
        return Long.parseLong(run(line.toArray(String[]::new)));
    }

    String stateOf(long job) {
        return run("squeue", "-h", "-t", "all", "-j", Long.toString(job), "-o", "%T");
    }

    void cancel(long job) {
        run("scancel", Long.toString(job));
    }

    void stopController() {
        run("scontrol", "shutdown", "slurmctld");
        awaitController(false);
    }

    /** With SIGKILL, so that what it had not written down is lost. */
    void killController() {
        run("sh", "-c", "kill -9 $(cat '" + configuration.resolveSibling("pid/slurmctld") + "')");
        awaitController(false);
    }

    void startController() {
        run("slurmctld");
        awaitController(true);
    }

    /** Without what it knew of jobs. */
    void startControllerAfresh() {
        run("slurmctld", "-c");
        awaitController(true);
    }

    /** Its jobs run on, without anybody whom the controller could ask about them. */
    void killNode(String node) {
        run("sh", "-c", "kill -9 $(cat '" + configuration.resolveSibling("pid/slurmd-" + node) + "')");
        run("scontrol", "update", "nodename=" + node, "state=down", "reason=killed by a test");
    }

    void startNode(String node) {
        run("slurmd", "-N", node);
        // It may have come back by itself.
        run("sh", "-c", "scontrol update nodename=" + node + " state=resume || true");
    }

    private void awaitController(boolean up) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        up == run("sh", "-c", "timeout 2 scontrol ping || true").contains("is UP"));
    }
}
