package io.isobar.broker.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an attempt waits in the queue of its region's resource manager, as the region said last.
 *
 * @param why for a person, in the resource manager's words
 * @param startsAt as that reckons, by the broker's clock; null: not known
 */
public record Waiting(String why, @Nullable Instant startsAt) {}
