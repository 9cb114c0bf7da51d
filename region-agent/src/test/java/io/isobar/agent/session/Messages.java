package io.isobar.agent.session;

import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.region.v1.ConnectRequest;
import java.util.function.Predicate;

/** What a broker looks for in what an agent says. */
public final class Messages {
    private Messages() {}

    /** That an attempt is in this phase. */
    public static Predicate<ConnectRequest> phase(String attempt, AttemptPhase phase) {
        return request -> request.hasAttempt()
                && request.getAttempt().getAttemptId().equals(attempt)
                && request.getAttempt().getPhase() == phase;
    }

    /** Whether it refuses an attempt. */
    public static boolean refuses(String attempt, ConnectRequest request) {
        return request.hasRefused() && request.getRefused().getAttemptId().equals(attempt);
    }
}
