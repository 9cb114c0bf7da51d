package io.isobar.broker.session;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;

/** The way to a region while its agent is connected. Safe for concurrent use. */
public interface RegionLink {
    /** For logs; no two links have the same. */
    String id();

    /**
     * Hands a command over. It may be lost if the link breaks: the next full report shows it, and the command is given again.
     * Never blocks for long: a link whose agent does not read is closed.
     */
    void send(Command command);

    /** Tells the terms of the region's lease; before any command. */
    void lease(SilenceRule rule, long fence);

    /** What the agent's operator should read in its log. */
    void notice(Reason reason, String message);

    /**
     * Asks for the output of an attempt.
     *
     * @param from first byte of each stream that is wanted, not negative
     * @param follow goes on until the attempt has ended
     */
    LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow);

    /** Ends the link, with the reason for the agent. */
    void close(Reason reason, String why);
}
