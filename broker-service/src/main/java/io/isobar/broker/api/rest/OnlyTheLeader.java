package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Leadership;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** A broker that waits for the lead knows nothing of the federation, and says so rather than that there is nothing. */
@Provider
public class OnlyTheLeader implements ContainerRequestFilter {
    private final Leadership leadership;

    /** Goes by the lead that this process holds. */
    public OnlyTheLeader(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (leadership.epoch() == 0) {
            throw new Failure(
                    Reason.NOT_LEADER, "this broker waits for the lead, which " + leadership.holder() + " has");
        }
    }
}
