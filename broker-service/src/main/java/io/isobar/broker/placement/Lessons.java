package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.learning.Correction;
import io.isobar.broker.learning.Run;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What runs have taught, put into an expected run time. */
final class Lessons {
    private static final int SHOWN_RUNS = 3;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double MOST_SECONDS = 3.2e9;

    private Lessons() {}

    /**
     * What a workload teaches that has done its work; empty where that is not known: it has no family, began from a checkpoint, ran
     * in parts or with fewer replicas than asked for, or its pool is gone.
     */
    static Optional<Run> of(Workload done, CapacityBook book, PlacementEngine engine) {
        var attempt = done.attempt();
        if (attempt == null
                || done.saved() > 0
                || attempt.startedAt() == null
                || !(attempt.state() instanceof AttemptState.Ended ended)) {
            return Optional.empty();
        }
        return run(
                done, attempt, Duration.between(attempt.startedAt(), ended.end().at()), 1, book, engine);
    }

    /**
     * What a workload teaches that has said how far it is; empty where that is not known, was watched for too short a time, or has no
     * known end. The time that all of its work takes is what it takes at the rate that was seen, and what it took to begin.
     */
    static Optional<Run> ofPart(Workload running, CapacityBook book, PlacementEngine engine) {
        var attempt = running.attempt();
        var progress = attempt == null ? null : attempt.progress();
        if (attempt == null || progress == null || attempt.startedAt() == null || !ExpectedEnd.says(progress)) {
            return Optional.empty();
        }
        var rate = progress.stepsPerSecond();
        var share = progress.watchedShare();
        var total = progress.total();
        if (total == null || rate.isEmpty() || share.isEmpty()) {
            return Optional.empty();
        }
        // What went on from a checkpoint had done its first steps before it began.
        double beginning = seconds(Duration.between(attempt.startedAt(), progress.firstAt()))
                - progress.firstSteps() / rate.getAsDouble();
        double took = total / rate.getAsDouble() + Math.max(0, beginning);
        return took > MOST_SECONDS
                ? Optional.empty()
                : run(running, attempt, Duration.ofMillis(Math.round(took * 1_000)), share.getAsDouble(), book, engine);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private static Optional<Run> run(
            Workload workload,
            Attempt attempt,
            Duration took,
            double share,
            CapacityBook book,
            PlacementEngine engine) {
        var spec = workload.spec();
        var given = attempt.assignment();
        if (familyOf(spec) == null || workload.parts().size() != 1 || given.replicas() != spec.replicas()) {
            return Optional.empty();
        }
        return book.facts(given.pool()).flatMap(pool -> {
            var accelerator = pool.accelerator();
            var model = accelerator == null ? null : accelerator.model();
            var kind = kind(spec, given.shape().units(), spec.replicas(), model);
            return kind == null
                    ? Optional.empty()
                    : expected(spec, given, pool, model, engine).map(expected -> new Run(kind, expected, took, share));
        });
    }

    private static Optional<Duration> expected(
            WorkloadSpec spec,
            Assignment given,
            PoolFacts pool,
            @Nullable AcceleratorModel model,
            PlacementEngine engine) {
        return engine.gate().judge(pool, spec) instanceof PortabilityGate.Verdict.Runs runs
                ? runs.ways().stream()
                        .filter(way -> way.variant() == given.variant()
                                && way.units() == given.shape().units())
                        .map(way -> RunTimes.expected(
                                spec, way, model, engine.policy().catalog()))
                        .flatMap(time -> time instanceof RunTime.Known known ? Stream.of(known.time()) : Stream.empty())
                        .findFirst()
                : Optional.empty();
    }

    /** Null: it is of no family, and nothing can be learned of it. */
    static @Nullable RunKind kind(WorkloadSpec spec, int units, int replicas, @Nullable AcceleratorModel model) {
        return kind(spec, units, replicas, model == null ? null : model.id());
    }

    static @Nullable RunKind kind(WorkloadSpec spec, int units, int replicas, @Nullable String modelId) {
        var family = familyOf(spec);
        return family == null
                ? null
                : new RunKind(
                        spec.tenant(),
                        family.toLowerCase(Locale.ROOT),
                        modelId == null ? "" : modelId,
                        replicas,
                        units);
    }

    /** Whether anything can be learned of it. */
    static boolean isOfAFamily(WorkloadSpec spec) {
        return familyOf(spec) != null;
    }

    private static @Nullable String familyOf(WorkloadSpec spec) {
        var work = spec.work();
        return work == null ? null : work.family();
    }

    static RunTime.Known applied(
            RunTime.Known expected,
            WorkloadSpec spec,
            PortabilityGate.Way way,
            @Nullable AcceleratorModel model,
            Policy policy) {
        var kind = kind(spec, way.units(), spec.replicas(), model);
        var correction = kind == null ? Correction.NONE : policy.learned().of(kind);
        if (!correction.isKnown()) {
            return expected;
        }
        var said = said(correction, model);
        var ratio = expected.ratio();
        double millis = expected.time().toMillis() * correction.factor();
        return new RunTime.Known(
                duration(millis),
                duration(millis * correction.late()),
                correction.wasSeen() ? Basis.MEASURED : Basis.ESTIMATED,
                expected.detail() + said,
                ratio == null ? null : new RunTime.Ratio(ratio.time(), ratio.reference(), ratio.source() + said),
                credit(correction, spec, way, millis, policy));
    }

    private static Duration duration(double millis) {
        return Duration.ofMillis(Math.max(1, Math.round(Math.min(millis, Long.MAX_VALUE / 2e6))));
    }

    private static String said(Correction correction, @Nullable AcceleratorModel model) {
        var where = model == null ? "here" : "on " + model.id();
        if (correction.runs() == 0 && correction.underWay() > 0) {
            return String.format(
                    Locale.ROOT,
                    " x %.2f, as %d %s of it under way %s %s (give or take %.0f %%)",
                    correction.factor(),
                    correction.underWay(),
                    correction.underWay() == 1 ? "run" : "runs",
                    where,
                    correction.underWay() == 1 ? "shows" : "show",
                    100 * (correction.spread() - 1));
        }
        return correction.runs() == 0
                ? String.format(
                        Locale.ROOT, " x %.2f, as its runs elsewhere took (none %s)", correction.factor(), where)
                : String.format(
                        Locale.ROOT,
                        " x %.2f, as %d %s of it %s took%s; nine of ten take at most %.2f times that",
                        correction.factor(),
                        correction.runs(),
                        correction.runs() == 1 ? "run" : "runs",
                        where,
                        correction.runs() < SHOWN_RUNS
                                ? String.format(Locale.ROOT, " (give or take %.0f %%)", 100 * (correction.spread() - 1))
                                : "",
                        correction.late());
    }

    /** Who must be done by a deadline, or wants to be done soonest, tries nothing; nor who may run in parts, which teach nothing. */
    private static RunTime.Credit credit(
            Correction correction, WorkloadSpec spec, PortabilityGate.Way way, double millis, Policy policy) {
        var objective = spec.objective();
        if (objective.deadline() != null || objective.minimise() == Objective.Kind.TIME || spec.mayHaveParts()) {
            return RunTime.Credit.NONE;
        }
        if (correction.wasSeen()) {
            double deviation = Math.log(correction.spread());
            return RunTime.Credit.of(1 - Math.exp(-policy.exploration().deviations() * deviation), false);
        }
        double most = policy.exploration().trialCost() * correction.usualUnitHours();
        if (!correction.isWanted() || most <= 0) {
            return RunTime.Credit.NONE;
        }
        double unitHours = millis / MILLIS_PER_HOUR * spec.replicas() * Math.max(1, way.units());
        return RunTime.Credit.of(most / unitHours, true);
    }
}
