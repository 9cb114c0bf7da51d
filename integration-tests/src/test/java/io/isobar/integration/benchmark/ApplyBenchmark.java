package io.isobar.integration.benchmark;

import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.integration.scenario.Runs;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the call of Submit to the moment when its caller sees RUNNING, for short jobs on the default federation's region of
 * real processes. The baseline is a process with the same command, started bare in the same run.
 */
class ApplyBenchmark {
    private static final int WARM_UP = 40;
    private static final int JOBS = Integer.getInteger("isobar.bench.jobs", 200);
    private static final List<String> COMMAND = List.of("sleep", "0.3");

    @Test
    void fromSubmitToRunning(@TempDir Path folder) throws Exception {
        try (var federation = LaunchedFederation.startTheDefault(folder.resolve("federation"))) {
            var runs = new Runs(federation);
            runs.awaitAllLinksGood();
            measure(runs, WARM_UP, 1);
            bare(WARM_UP);
            var bare = new Latencies(bare(JOBS));
            var one = new Latencies(measure(runs, JOBS, 1));
            var four = new Latencies(measure(runs, JOBS, 4));
            print(bare.line("bare process"));
            print(one.line("submit to RUNNING, 1 caller"));
            print(four.line("submit to RUNNING, 4 callers"));
            print(String.format(
                    Locale.ROOT,
                    "ratio to bare: 1 caller p50 %.1f p99 %.1f; 4 callers p50 %.1f p99 %.1f",
                    one.millis(50) / bare.millis(50),
                    one.millis(99) / bare.millis(99),
                    four.millis(50) / bare.millis(50),
                    four.millis(99) / bare.millis(99)));
        }
    }

    private static List<Long> bare(int count) throws IOException, InterruptedException {
        var nanos = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            long from = System.nanoTime();
            var process = new ProcessBuilder(COMMAND).start();
            nanos.add(System.nanoTime() - from);
            process.waitFor();
        }
        return nanos;
    }

    private static List<Long> measure(Runs runs, int count, int callers) throws Exception {
        List<Callable<Long>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(() -> once(runs));
        }
        var nanos = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (var done : threads.invokeAll(calls)) {
                nanos.add(done.get());
            }
        }
        return nanos;
    }

    /** Waits for the end, so that a caller has one job at a time. */
    private static long once(Runs runs) {
        WorkloadSpec spec = Runs.command("local", COMMAND.toArray(String[]::new));
        long from = System.nanoTime();
        var id = runs.submit(spec).getId();
        long running = 0;
        var changes = runs.federation()
                .workloads()
                .watch(WatchRequest.newBuilder().setId(id).build());
        while (changes.hasNext()) {
            var workload = changes.next().getWorkload();
            if (running == 0 && workload.getState() == WorkloadState.WORKLOAD_STATE_RUNNING) {
                running = System.nanoTime() - from;
            }
            if (workload.getState() == WorkloadState.WORKLOAD_STATE_FAILED) {
                throw new IllegalStateException(id + " failed: " + workload.getMessage());
            }
        }
        if (running == 0) {
            throw new IllegalStateException(id + " was never seen running");
        }
        return running;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
