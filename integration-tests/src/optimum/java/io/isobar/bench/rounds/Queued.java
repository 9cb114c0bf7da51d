package io.isobar.bench.rounds;

import java.util.OptionalInt;

/** A job that has come and not ended. */
final class Queued {
    private final TraceJob job;
    private double remaining;
    /** The type that it ran on in the last round. */
    private OptionalInt on = OptionalInt.empty();

    private int starts;

    Queued(TraceJob job) {
        this.job = job;
        this.remaining = job.steps();
    }

    TraceJob job() {
        return job;
    }

    /** Steps, more than 0 as long as it is in the queue. */
    double remaining() {
        return remaining;
    }

    double throughput(int type) {
        return job.throughputs().get(type);
    }

    /** How often it began to run on a type that it did not run on in the round before. */
    int starts() {
        return starts;
    }

    void waits() {
        on = OptionalInt.empty();
    }

    /** Runs on a type for at most so many seconds, of which a start takes some, and returns how long it did. */
    double run(int type, double seconds, double restart) {
        double lost = 0;
        if (on.isEmpty() || on.getAsInt() != type) {
            on = OptionalInt.of(type);
            starts++;
            lost = restart;
        }
        double takes = lost + remaining / throughput(type);
        if (takes <= seconds) {
            remaining = 0;
            return takes;
        }
        remaining -= throughput(type) * (seconds - lost);
        return seconds;
    }
}
