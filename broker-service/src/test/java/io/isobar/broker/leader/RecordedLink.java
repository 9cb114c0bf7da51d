package io.isobar.broker.leader;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.session.RegionLink;
import java.util.ArrayList;
import java.util.List;

/** A link that keeps what is sent over it. */
record RecordedLink(String id, List<Command> sent) implements RegionLink {
    RecordedLink(String id) {
        this(id, new ArrayList<>());
    }

    @Override
    public void send(Command command) {
        sent.add(command);
    }

    @Override
    public void lease(SilenceRule rule, long fence) {}

    @Override
    public void notice(Reason reason, String message) {}

    @Override
    public LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow) {
        throw new UnsupportedOperationException("no logs here");
    }

    @Override
    public void close(Reason reason, String why) {}
}
