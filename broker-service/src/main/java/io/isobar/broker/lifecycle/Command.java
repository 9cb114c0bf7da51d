package io.isobar.broker.lifecycle;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;

/** What must be told to a region once the step that asks for it is durable. All are idempotent. */
public sealed interface Command {
    RegionName region();

    record Reserve(Workload workload, Attempt attempt) implements Command {
        @Override
        public RegionName region() {
            return attempt.assignment().pool().region();
        }
    }

    record Launch(Workload workload, Attempt attempt) implements Command {
        @Override
        public RegionName region() {
            return attempt.assignment().pool().region();
        }
    }

    record Stop(RegionName region, AttemptId attempt, Reason reason) implements Command {}

    record Forget(RegionName region, AttemptId attempt) implements Command {}
}
