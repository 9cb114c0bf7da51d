package io.isobar.agent.session;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.execution.Inbox;
import io.isobar.agent.lease.Lease;
import io.isobar.proto.region.v1.RegionDescription;
import java.util.Optional;
import java.util.function.Function;

/**
 * The region as its link sees it: who it is, where commands go, where output is read.
 *
 * @param incarnation chosen at random when the agent's process started
 * @param lease is renewed by what the broker answers
 */
public record RegionPort(
        RegionDescription description,
        String incarnation,
        Inbox inbox,
        Function<AttemptId, Optional<WorkOutput>> outputs,
        Lease lease) {
    String name() {
        return description.getName();
    }
}
