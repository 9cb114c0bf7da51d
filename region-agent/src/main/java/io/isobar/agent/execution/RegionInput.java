package io.isobar.agent.execution;

import io.isobar.agent.driver.WorkEvent;

/** What can happen to a region, beside the passing of time. */
public sealed interface RegionInput {
    /** The broker asks. */
    record FromBroker(BrokerCommand command) implements RegionInput {}

    /** The driver tells. */
    record FromDriver(WorkEvent event) implements RegionInput {}
}
