package io.isobar.bench.rounds;

import io.isobar.broker.rounds.Job;
import io.isobar.broker.rounds.RoundAssignment;
import io.isobar.broker.rounds.RoundPolicy;
import java.util.List;

/** Who decides. Each run has one of its own. */
interface Contestant {
    /** Of a job that does not run. */
    int WAITS = -1;

    /**
     * The type that each job runs on until the next round.
     *
     * @param now seconds since the trace began
     * @param queue all jobs that have come and not ended, in the order in which they came
     */
    int[] assign(double now, List<Queued> queue);

    /** Ours. */
    static Contestant isobar(List<Integer> slots, double exponent) {
        RoundPolicy policy = new RoundPolicy(slots, Run.ROUND, exponent);
        return (_, queue) -> {
            RoundAssignment assignment = policy.assign(queue.stream()
                    .map(queued -> new Job(queued.job().throughputs(), queued.remaining()))
                    .toList());
            return assignment.types().stream()
                    .mapToInt(type -> type.orElse(WAITS))
                    .toArray();
        };
    }
}
