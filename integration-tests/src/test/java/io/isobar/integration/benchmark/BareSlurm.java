package io.isobar.integration.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** sbatch, with the options that matter of those that the driver gives it. */
record BareSlurm(Path configuration) implements BareManager {
    private static final String END = "over";

    @Override
    public Moments once(Path folder, String script) throws Exception {
        Path output = folder.resolve("output");
        long from = Clocks.epochNanos();
        submit(output, script + "\necho " + END);
        List<String> said = Awaitility.await("a bare job is over")
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> lines(output), lines -> lines.contains(END));
        return new Moments(Long.parseLong(said.getFirst()) - from, null);
    }

    /**
     * Gives it many jobs, one after the other, and waits for none.
     *
     * @param folder empty, for their files
     */
    void crowd(Path folder, int count, String script) throws Exception {
        for (int i = 0; i < count; i++) {
            submit(Path.of("/dev/null"), script);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void submit(Path output, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sbatch",
                        "--parsable",
                        "--no-requeue",
                        "--partition=gpu",
                        "--nodes=1",
                        "--ntasks=1",
                        "--cpus-per-task=1",
                        "--gres=gpu:a100:1",
                        "--chdir=/tmp",
                        "--output=" + output)
                .redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", configuration.toString());
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("sbatch: " + said);
        }
    }
}
