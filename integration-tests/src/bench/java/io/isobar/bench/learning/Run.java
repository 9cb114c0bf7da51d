package io.isobar.bench.learning;

import io.isobar.bench.learning.Federation.Placed;
import io.isobar.broker.manifest.WorkloadFiles;
import io.isobar.broker.placement.Exploration;
import io.isobar.broker.placement.RunTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/** All jobs of a trial, one after the other by the time of their arrival, each run as long as it really takes. */
final class Run {
    /** Bills that differ by less than the step in which the broker speaks of run times are equally good. */
    static final double AS_GOOD = 1.05;

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    /** How a broker goes about it. */
    enum Contestant {
        TRUTH("true rates declared, nothing learned"),
        FALSE("false rates, nothing learned"),
        LEARNING("false rates, learned, nothing tried"),
        TRYING("false rates, learned and tried");

        final String words;

        Contestant(String words) {
            this.words = words;
        }

        boolean learns() {
            return this == LEARNING || this == TRYING;
        }

        Exploration exploration() {
            return this == TRYING ? Exploration.USUAL : Exploration.NONE;
        }
    }

    /**
     * What came of a job.
     *
     * @param best whether it was placed where it really costs least
     * @param good whether it costs less than 5 % more than that
     * @param first whether it was the first of its family there, with a credit for that
     */
    record Placement(boolean best, boolean good, boolean first, double cost, double least) {}

    private record Running(Placed placed, Instant began, Instant ends) {}

    private Run() {}

    /** @param jobsPerHour 0: each ends before the next comes */
    static Placement[] of(Trial trial, Contestant who, double jobsPerHour) {
        var declared = who == Contestant.TRUTH ? trial.honest() : trial;
        var catalog = declared.catalog();
        var files = new WorkloadFiles(catalog);
        var federation = new Federation(catalog, who.exploration(), trial.seed(), BEGIN);
        var running = new PriorityQueue<Running>(Comparator.comparing(Running::ends));
        var placements = new Placement[trial.jobs().size()];
        var now = BEGIN;
        for (int number = 0; number < placements.length; number++) {
            var job = trial.jobs().get(number);
            if (jobsPerHour > 0) {
                now = BEGIN.plus(hours(job.hour() / jobsPerHour));
            }
            while (!running.isEmpty() && !running.peek().ends().isAfter(now)) {
                var over = running.poll();
                // Of what is never over, nothing is learned; there is room for all.
                if (who.learns()) {
                    federation.ends(over.placed(), over.began(), over.ends());
                }
            }
            var spec = files.parse(file(number, job, declared).getBytes(StandardCharsets.UTF_8));
            var placed = federation.submit(spec, now);
            placements[number] = placement(job, placed);
            var ends = now.plus(hours(job.kind().hours(job.steps(), placed.model()) * job.luck()));
            running.add(new Running(placed, now, ends));
            now = jobsPerHour > 0 ? now : ends;
        }
        return placements;
    }

    private static Placement placement(Trial.Job job, Placed placed) {
        double cost = job.kind().cost(job.steps(), placed.model());
        double least = Arrays.stream(Model.values())
                .mapToDouble(model -> job.kind().cost(job.steps(), model))
                .min()
                .orElseThrow();
        boolean first = placed.chosen().runTime() instanceof RunTime.Known known
                && known.credit().isFirst();
        return new Placement(cost == least, cost < least * AS_GOOD, first, cost, least);
    }

    private static Duration hours(double hours) {
        return Duration.ofMillis(Math.round(hours * 3_600_000));
    }

    private static String file(int number, Trial.Job job, Trial declared) {
        return String.format(
                Locale.ROOT,
                """
                apiVersion: isobar/v1
                kind: Workload
                metadata: { name: job-%d, tenant: research }
                spec:
                  resources: { accelerators: [ %s ], cpus: 4, memory: 8Gi }
                  variants: [ { stack: cuda, command: [ python, train.py ] } ]
                  work: { hours: %.6f, on: %s, family: %s }
                """,
                number,
                Arrays.stream(Model.values())
                        .map(model -> '"' + model.spelling + ":1\"")
                        .collect(Collectors.joining(", ")),
                declared.declaredHours(job),
                Model.V100.spelling,
                job.kind().family());
    }
}
