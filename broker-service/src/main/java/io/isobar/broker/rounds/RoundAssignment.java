package io.isobar.broker.rounds;

import java.util.List;
import java.util.OptionalInt;

/**
 * What each job does in a round.
 *
 * @param types the type that it runs on, by job, in the order of the jobs; empty where it waits
 */
public record RoundAssignment(List<OptionalInt> types) {
    public RoundAssignment {
        types = List.copyOf(types);
    }
}
