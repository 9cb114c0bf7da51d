package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.failure.Reason;
import java.time.Instant;

/** What the broker asks of a region. All are idempotent. */
public sealed interface BrokerCommand {
    /** Hold capacity until a time, by the agent's clock. */
    record Reserve(LaunchOrder order, Instant holdUntil) implements BrokerCommand {}

    /** Start what was reserved; the order is repeated for an agent that lost it. */
    record Launch(LaunchOrder order, Instant holdUntil) implements BrokerCommand {}

    /** Stop the attempt, in whatever state. */
    record Stop(AttemptId attempt, long epoch, Reason reason) implements BrokerCommand {}

    /** Take it out of its resource manager's queue, if it has not begun. */
    record LeaveQueue(AttemptId attempt, long epoch) implements BrokerCommand {}

    /** The broker holds the end durably; the attempt and its files may go. */
    record Forget(AttemptId attempt) implements BrokerCommand {}

    /** Report everything. */
    record ReportAll(long report) implements BrokerCommand {}
}
