package io.isobar.agent.session;

import java.time.Instant;

/**
 * How the link to the broker is.
 *
 * @param registered the broker knows the region and has its full report
 * @param detail the session, or why there is none
 */
public record LinkStatus(boolean registered, String detail, Instant since) {}
