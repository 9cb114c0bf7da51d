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
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The same script through a region and given to its resource manager directly, in turns, one job at a time. Each comes after a pause of up to a second, by
 * chance: schedulers look at their queue at a beat, and what is submitted whenever the one before has ended keeps step with it, so that some always wait a
 * whole beat and others never.
 *
 * @param spec a workload for a command
 * @param seconds that a job lasts
 * @param folder for files of the bare jobs
 */
record RegionAgainstBare(
        Runs runs, BareManager bare, Function<String[], WorkloadSpec> spec, String seconds, Path folder) {

    private static final long SEED = 42;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;

    /** Measures so many of both after some to warm up, and returns what to print. */
    List<String> oneByOne(int warmUp, int count) throws Exception {
        var ours = new ArrayList<Moments>();
        var theirs = new ArrayList<Moments>();
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < warmUp + count; i++) {
            LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
            Moments through = once();
            LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
            Moments direct = bare.once(empty("once-" + i), script());
            if (i >= warmUp) {
                ours.add(through);
                theirs.add(direct);
            }
        }
        var lines = new ArrayList<>(compared("the first act", ours, theirs, Moments::act));
        if (theirs.getFirst().seen() == null) {
            lines.add(new Latencies(ours.stream().map(Moments::seen).toList())
                    .line("submit to RUNNING as its caller sees"));
        } else {
            lines.addAll(compared("RUNNING, as its caller sees", ours, theirs, Moments::seen));
        }
        return lines;
    }

    private static List<String> compared(
            String what, List<Moments> ours, List<Moments> theirs, Function<Moments, Long> moment) {
        var through = new Latencies(ours.stream().map(moment).toList());
        var direct = new Latencies(theirs.stream().map(moment).toList());
        return List.of(
                direct.line("bare: submit to " + what),
                through.line("submit to " + what),
                String.format(
                        Locale.ROOT,
                        "ratio to bare: p50 %.2f p99 %.2f",
                        through.millis(50) / direct.millis(50),
                        through.millis(99) / direct.millis(99)));
    }

    /** With the date of GNU, since nanoseconds are what is asked, and not the one of its own that a shell may have. */
    private String script() {
        return "/bin/date +%s%N; sleep " + seconds;
    }

    private Path empty(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Moments once() {
        WorkloadSpec asked = spec.apply(new String[] {"sh", "-c", script()});
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
        return new Moments(Long.parseLong(runs.output(id).strip()) - from, running - from);
    }
}
