package io.isobar.bench.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One trace under one policy, in rounds as the published simulator has them: a job waits for the next round when it comes, and
 * leaves what is left of its last round unused. There it moves between rounds for nothing; here a start may take a while.
 */
final class Run {
    /** Seconds. */
    static final double ROUND = 360;
    /** Jobs from this one on are measured, so that the queue is as it will stay. */
    static final int FIRST = 4000;

    static final int MEASURED = 1000;

    /**
     * Job completion times in hours, from arrival to end.
     *
     * @param p99 within which 99 % of the measured jobs ended
     * @param startsPerJob how often a measured job began to run on a type that it did not run on in the round before
     * @param microsPerRound that the policy took on average
     * @param ranOut whether the last job of the trace came before the last measured one ended, so that this one had the
     *     accelerators with ever fewer others
     */
    record Result(
            double mean,
            double median,
            double p99,
            double most,
            double startsPerJob,
            double microsPerRound,
            boolean ranOut) {}

    private final List<TraceJob> jobs;
    private final double jobsPerHour;
    private final List<Integer> slots;
    private final double restart;
    private final Contestant contestant;
    private final double[] completionHours = new double[MEASURED];
    private final List<Queued> queue = new ArrayList<>();
    private int next;
    private int ended;
    private int starts;
    private long rounds;
    private long nanos;

    private Run(Trace trace, double jobsPerHour, List<Integer> slots, double restart, Contestant contestant) {
        this.jobs = trace.jobs();
        this.jobsPerHour = jobsPerHour;
        this.slots = slots;
        this.restart = restart;
        this.contestant = contestant;
    }

    /**
     * Runs a trace until the last measured job has ended.
     *
     * @param restart seconds of a round that a start takes before the job goes on
     */
    static Result of(Trace trace, double jobsPerHour, List<Integer> slots, double restart, Contestant contestant) {
        Run run = new Run(trace, jobsPerHour, slots, restart, contestant);
        for (double now = 0; run.ended < MEASURED; now += ROUND) {
            run.round(now);
        }
        return run.result();
    }

    private void round(double now) {
        while (next < jobs.size() && arrival(jobs.get(next)) <= now) {
            queue.add(new Queued(jobs.get(next++)));
        }
        long start = System.nanoTime();
        int[] types = contestant.assign(now, List.copyOf(queue));
        nanos += System.nanoTime() - start;
        rounds++;
        int[] used = new int[slots.size()];
        for (int i = 0; i < types.length; i++) {
            if (types[i] != Contestant.WAITS) {
                used[types[i]]++;
                Queued queued = queue.get(i);
                double ran = queued.run(types[i], ROUND, restart);
                if (queued.remaining() == 0) {
                    end(queued, now + ran);
                }
            } else {
                queue.get(i).waits();
            }
        }
        for (int type = 0; type < used.length; type++) {
            if (used[type] > slots.get(type)) {
                throw new IllegalStateException(
                        used[type] + " jobs run on the " + slots.get(type) + " accelerators of type " + type);
            }
        }
        queue.removeIf(queued -> queued.remaining() == 0);
    }

    private double arrival(TraceJob job) {
        return job.arrival() / jobsPerHour;
    }

    private void end(Queued queued, double at) {
        TraceJob job = queued.job();
        int measured = job.number() - FIRST;
        if (measured >= 0 && measured < MEASURED) {
            completionHours[measured] = (at - arrival(job)) / 3600;
            ended++;
            starts += queued.starts();
        }
    }

    private Result result() {
        double[] sorted = completionHours.clone();
        Arrays.sort(sorted);
        return new Result(
                Arrays.stream(sorted).average().orElseThrow(),
                sorted[MEASURED / 2],
                sorted[MEASURED * 99 / 100],
                sorted[MEASURED - 1],
                (double) starts / MEASURED,
                nanos / 1e3 / rounds,
                next == jobs.size());
    }
}
