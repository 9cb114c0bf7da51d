package io.isobar.broker.lifecycle;

/** Where a workload is on its way. Its methods are the legal transitions. */
public sealed interface WorkloadState {
    Why why();

    /** Accepted and durable; waits for a place. */
    record Queued(Why why) implements WorkloadState {
        Placing place(Why because) {
            return new Placing(because);
        }

        Cancelled cancel(Why because) {
            return new Cancelled(because);
        }

        /** Its time to begin is over. */
        Failed expire(Why because) {
            return new Failed(because);
        }
    }

    /** Capacity is reserved; not every region that was asked has answered yet. */
    record Placing(Why why) implements Underway {}

    /** Its regions hold the capacity and start it. */
    record Starting(Why why) implements Underway {}

    /** Every part runs, or has done its work. */
    record Running(Why why) implements Underway {}

    record Succeeded(Why why) implements Over {}

    record Failed(Why why) implements Over {}

    record Cancelled(Why why) implements Over {}

    /** It has a live attempt. */
    sealed interface Underway extends WorkloadState {
        default Starting start(Why because) {
            return new Starting(because);
        }

        default Running run(Why because) {
            return new Running(because);
        }

        default Queued requeue(Why because) {
            return new Queued(because);
        }

        default Over end(End.Outcome outcome, Why because) {
            return switch (outcome) {
                case SUCCEEDED -> new Succeeded(because);
                case CANCELLED -> new Cancelled(because);
                case FAILED, REFUSED, LAUNCH_FAILED, NODE_FAILED, PREEMPTED, LOST, RELEASED -> new Failed(because);
            };
        }
    }

    /** It has ended for good. */
    sealed interface Over extends WorkloadState {}
}
