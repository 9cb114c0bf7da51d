package io.isobar.broker.ledger;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.util.Map;

/**
 * A broker that leads or would, and where it is reached.
 *
 * @param name no other running broker has it
 * @param grpc {@code host:port} for agents and users; empty: it does not say
 * @param rest base address of its REST API, {@code http://host:port}; empty: it does not say
 */
public record Contender(String name, String grpc, String rest) {
    /** Who leads while nobody ever did. */
    public static final Contender NOBODY = new Contender("", "", "");

    /** What a broker that waits tells those who need the one that leads, which is this one. */
    public Failure elsewhere() {
        return new Failure(
                Reason.NOT_LEADER,
                "this broker waits for the lead, which " + (name.isEmpty() ? "another" : name) + " has",
                grpc.isEmpty() ? Map.of() : Map.of("leader", grpc));
    }
}
