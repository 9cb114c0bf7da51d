package io.isobar.agent.session.wire;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.execution.BrokerCommand;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.lease.Lease;
import io.isobar.proto.execution.v1.Forget;
import io.isobar.proto.execution.v1.Launch;
import io.isobar.proto.execution.v1.LaunchSpec;
import io.isobar.proto.execution.v1.ReplicaShape;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.execution.v1.Stop;
import io.isobar.proto.region.v1.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the broker asks. What is out of range is an IllegalArgumentException that says what and how far.
 */
public final class CommandReader {
    private CommandReader() {}

    /** The clock offset is the broker's time minus the agent's. */
    public static BrokerCommand.Reserve reserve(Reserve reserve, Duration clockOffset) {
        return new BrokerCommand.Reserve(order(reserve), holdUntil(reserve, clockOffset));
    }

    /** The clock offset is the broker's time minus the agent's. */
    public static BrokerCommand.Launch launch(Launch launch, Duration clockOffset) {
        Reserve reserve = launch.getReservation();
        return new BrokerCommand.Launch(order(reserve), holdUntil(reserve, clockOffset));
    }

    public static BrokerCommand stop(Stop stop) {
        if (stop.getEpoch() < 1) {
            throw new IllegalArgumentException("an epoch is 1 or more, not " + stop.getEpoch());
        }
        AttemptId attempt = new AttemptId(stop.getAttemptId());
        Reason reason = WireReason.fromWire(stop.getReason(), Reason.CANCELLED_BY_USER);
        return reason == Reason.LEFT_QUEUE
                ? new BrokerCommand.LeaveQueue(attempt, stop.getEpoch())
                : new BrokerCommand.Stop(attempt, stop.getEpoch(), reason);
    }

    public static BrokerCommand.Forget forget(Forget forget) {
        return new BrokerCommand.Forget(new AttemptId(forget.getAttemptId()));
    }

    public static Lease.Terms lease(LeaseTerms terms) {
        return new Lease.Terms(
                WireTime.duration(terms.getStopAfter()), WireTime.duration(terms.getStopGrace()), terms.getFence());
    }

    private static Instant holdUntil(Reserve reserve, Duration clockOffset) {
        if (!reserve.hasHoldUntil()) {
            throw new IllegalArgumentException("hold_until is missing");
        }
        return WireTime.instant(reserve.getHoldUntil()).minus(clockOffset);
    }

    private static LaunchOrder order(Reserve reserve) {
        LaunchSpec spec = reserve.getLaunch();
        ReplicaShape shape = spec.getShape();
        AttemptKey key = new AttemptKey(
                new AttemptId(reserve.getAttemptId()), new WorkloadId(reserve.getWorkloadId()), reserve.getEpoch());
        Demand demand = new Demand(
                new PoolName(reserve.getPool()),
                spec.getReplicas(),
                new Resources(shape.getUnits(), shape.getMillicpus(), shape.getMemoryBytes()));
        return new LaunchOrder(
                key,
                spec.getWorkloadName(),
                spec.getTenant(),
                spec.getCommandList(),
                spec.hasImage() ? spec.getImage() : null,
                environment(spec),
                spec.getStack(),
                demand,
                spec.hasStopGrace() ? WireTime.duration(spec.getStopGrace()) : LaunchOrder.DEFAULT_GRACE,
                optional(spec.hasTimeLimit(), spec.getTimeLimit()),
                optional(spec.hasExpectedRunTime(), spec.getExpectedRunTime()),
                spec.getKeepRunning());
    }

    /** With the trace that it belongs to, unless the workload names one itself. */
    private static Map<String, String> environment(LaunchSpec spec) {
        if (spec.getTraceParent().isEmpty() || spec.containsEnvironment(LaunchOrder.TRACE_PARENT)) {
            return spec.getEnvironmentMap();
        }
        Map<String, String> environment = new HashMap<>(spec.getEnvironmentMap());
        environment.put(LaunchOrder.TRACE_PARENT, spec.getTraceParent());
        return environment;
    }

    private static @Nullable Duration optional(boolean present, com.google.protobuf.Duration duration) {
        return present ? WireTime.duration(duration) : null;
    }
}
