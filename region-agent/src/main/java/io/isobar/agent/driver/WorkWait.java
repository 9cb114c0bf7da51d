package io.isobar.agent.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That work waits in the resource manager's own queue before it runs.
 *
 * @param why for a person: as what it waits there, and what for
 * @param startsAt as the resource manager reckons now; null: it does not say
 */
public record WorkWait(String why, @Nullable Instant startsAt) {}
