package io.isobar.integration.benchmark;

import io.isobar.integration.scenario.Runs;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The same script through a region and given to its resource manager directly, in turns, one job at a time.
 *
 * @param spec a workload for a command
 * @param folder for files of the bare jobs
 */
record RegionAgainstBare(Runs runs, BareManager bare, Function<String[], WorkloadSpec> spec, Path folder) {
    /** GNU's date, since nanoseconds are what is asked. */
    private static final String SCRIPT = "date +%s%N; sleep 0.3";

    private record Times(long act, long seen) {}

    /** Measures so many of both after some to warm up, and returns what to print. */
    List<String> oneByOne(int warmUp, int count) throws Exception {
        var act = new ArrayList<Long>();
        var seen = new ArrayList<Long>();
        var direct = new ArrayList<Long>();
        for (int i = 0; i < warmUp + count; i++) {
            Times times = once();
            long nanos = bare.once(empty("once-" + i), SCRIPT);
            if (i >= warmUp) {
                act.add(times.act());
                seen.add(times.seen());
                direct.add(nanos);
            }
        }
        var ours = new Latencies(act);
        var theirs = new Latencies(direct);
        return List.of(
                theirs.line("bare: submit to the first act"),
                ours.line("submit to the first act"),
                new Latencies(seen).line("submit to RUNNING as its caller sees"),
                String.format(
                        Locale.ROOT,
                        "ratio to bare: p50 %.2f p99 %.2f",
                        ours.millis(50) / theirs.millis(50),
                        ours.millis(99) / theirs.millis(99)));
    }

    private Path empty(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Times once() {
        WorkloadSpec asked = spec.apply(new String[] {"sh", "-c", SCRIPT});
        long from = Clocks.epochNanos();
        var id = runs.submit(asked).getId();
        long running = 0;
        var changes = runs.federation()
                .workloads()
                .watch(WatchRequest.newBuilder().setId(id).build());
        while (changes.hasNext()) {
            var workload = changes.next().getWorkload();
            if (running == 0 && workload.getState() == WorkloadState.WORKLOAD_STATE_RUNNING) {
                running = Clocks.epochNanos();
            }
            if (workload.getState() == WorkloadState.WORKLOAD_STATE_FAILED) {
                throw new IllegalStateException(id + " failed: " + workload.getMessage());
            }
        }
        if (running == 0) {
            throw new IllegalStateException(id + " was never seen running");
        }
        return new Times(Long.parseLong(runs.output(id).strip()) - from, running - from);
    }
}
