package io.isobar.broker.api.rest;

import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Leadership;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/** A broker that waits for the lead knows nothing of the federation: it says so, and sends the client to the one that leads. */
@Provider
public class OnlyTheLeader implements ContainerRequestFilter {
    private static final int SAME_REQUEST_ELSEWHERE = 307;

    private final Leadership leadership;

    /** Goes by the lead that this process holds. */
    public OnlyTheLeader(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (leadership.epoch() == 0) {
            request.abortWith(elsewhere(leadership.holder(), request.getUriInfo()));
        }
    }

    private static Response elsewhere(Contender leader, UriInfo wanted) {
        var failure = leader.elsewhere();
        if (leader.rest().isEmpty()) {
            return Problem.of(failure);
        }
        var query = wanted.getRequestUri().getRawQuery();
        return Problem.of(SAME_REQUEST_ELSEWHERE, failure)
                .header(
                        HttpHeaders.LOCATION,
                        leader.rest() + wanted.getRequestUri().getRawPath() + (query == null ? "" : "?" + query))
                .build();
    }
}
