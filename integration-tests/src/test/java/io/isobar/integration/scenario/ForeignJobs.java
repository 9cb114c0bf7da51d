package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Jobs of somebody else on a real Slurm, which have whole nodes for as long as this is open. */
final class ForeignJobs implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String configuration;
    private final List<String> jobs = new ArrayList<>();

    private ForeignJobs(String configuration) {
        this.configuration = configuration;
    }

    /** All nodes of the partition dcu, for half an hour at most. */
    static ForeignJobs onDcuNodesOf(String configuration) throws IOException {
        var jobs = new ForeignJobs(configuration);
        jobs.take("d1");
        jobs.take("d2");
        return jobs;
    }

    private void take(String node) throws IOException {
        var job = slurm(
                "sbatch",
                "--parsable",
                "--partition=dcu",
                "--nodelist=" + node,
                "--gres=dcu:z100:4",
                "--time=30",
                "--output=/dev/null",
                "--wrap=sleep 3600");
        jobs.add(job);
        Awaitility.await(node + " is others'").atMost(PATIENCE).until(() -> runs(job));
    }

    private boolean runs(String job) throws IOException {
        return slurm("squeue", "-h", "-j", job, "-o", "%T").equals("RUNNING");
    }

    boolean areThere() throws IOException {
        for (var job : jobs) {
            if (!runs(job)) {
                return false;
            }
        }
        return true;
    }

    private String slurm(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", configuration);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        for (var job : jobs) {
            slurm("scancel", job);
        }
    }
}
