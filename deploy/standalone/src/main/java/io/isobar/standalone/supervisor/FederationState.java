package io.isobar.standalone.supervisor;

import java.util.List;

/**
 * How the federation is, as the supervisor tells it.
 *
 * @param phase of the whole
 * @param supervisorPid which process tells it
 * @param startedMs Unix time of the start, in milliseconds
 * @param readyAfterMs from the start to the moment all parts served, 0 before
 * @param failure why it could not start, else empty
 * @param restUrl of the broker
 * @param grpcAddress of the broker
 * @param parts in the order of their start
 */
public record FederationState(
        Phase phase,
        long supervisorPid,
        long startedMs,
        long readyAfterMs,
        String failure,
        String restUrl,
        String grpcAddress,
        List<PartState> parts) {
    public FederationState {
        parts = List.copyOf(parts);
    }
}
