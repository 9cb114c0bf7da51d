package io.isobar.agent.driver;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;

/** What to run and where admission put it. */
public record Work(LaunchOrder order, Placement placement) {
    public AttemptId id() {
        return order.key().id();
    }
}
