package io.isobar.agent.execution;

import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an attempt is at its region. The methods of a state are the ways out of it. */
public sealed interface AttemptState {
    /** Capacity is held; it was not told to launch. Given up at {@code until}, by the agent's clock. */
    record Held(Instant until) implements AttemptState {
        Starting launch(Instant now) {
            return new Starting(now);
        }
    }

    /** Told to launch at {@code since}; waits for an older attempt to be gone, or for its resource manager. */
    record Starting(Instant since) implements AttemptState {
        Running run(Instant at) {
            return new Running(at);
        }

        Stopping stop(Reason reason) {
            return new Stopping(null, reason);
        }
    }

    /** All replicas run. */
    record Running(Instant startedAt) implements AttemptState {
        Stopping stop(Reason reason) {
            return new Stopping(startedAt, reason);
        }
    }

    /** Told to stop; {@code reason} is what it will have ended by. */
    record Stopping(@Nullable Instant startedAt, Reason reason) implements AttemptState {}

    /** Nothing of it runs. Kept until the broker says that it may be forgotten. */
    record Ended(@Nullable Instant startedAt, WorkEnd end) implements AttemptState {}

    /** The end of a state that is not an end yet; what was told to stop ends by the reason it was stopped for. */
    default Ended end(WorkEnd end) {
        return switch (this) {
            case Held held -> new Ended(null, end);
            case Starting starting -> new Ended(null, end);
            case Running running -> new Ended(running.startedAt(), end);
            case Stopping stopping -> new Ended(stopping.startedAt(), end.because(stopping.reason()));
            case Ended ended -> ended;
        };
    }

    default @Nullable Instant runningSince() {
        return switch (this) {
            case Held held -> null;
            case Starting starting -> null;
            case Running running -> running.startedAt();
            case Stopping stopping -> stopping.startedAt();
            case Ended ended -> ended.startedAt();
        };
    }
}
