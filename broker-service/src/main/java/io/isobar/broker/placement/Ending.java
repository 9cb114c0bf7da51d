package io.isobar.broker.placement;

import io.isobar.broker.capacity.ReplicaShape;
import java.time.Instant;

/**
 * Running work that is expected to end, and what it gives back then.
 *
 * @param attempt its id
 * @param at when: its start and the run time that was expected when it was placed
 */
public record Ending(String attempt, Instant at, ReplicaShape shape, int replicas) {}
