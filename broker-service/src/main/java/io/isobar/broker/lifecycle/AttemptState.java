package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import java.time.Instant;

/** Where an attempt is. Its methods are the legal transitions. */
public sealed interface AttemptState {
    /** Capacity is deducted; the region has not answered yet. */
    record Reserved() implements AttemptState {
        Held held() {
            return new Held();
        }
    }

    /** The region holds the capacity; the launch waits until all parts of the try are held. */
    record Held() implements AttemptState {
        Starting launched() {
            return new Starting();
        }

        /** Its region forgot it, and is asked again. */
        Reserved lost() {
            return new Reserved();
        }
    }

    /** The region holds the capacity and was told to launch. */
    record Starting() implements AttemptState {
        Running started(Instant at) {
            return new Running(at);
        }
    }

    /** It runs, as the region last confirmed. */
    record Running(Instant since) implements AttemptState {}

    /** It was told to stop and has not ended yet. {@code message} is for a person. */
    record Stopping(Reason reason, String message) implements AttemptState {
        /** Whether it is to end only if it has not begun. */
        public boolean unlessBegun() {
            return reason == Reason.LEFT_QUEUE;
        }

        /** It had begun before it could leave its site's queue, and goes on. */
        Running begunBefore(Instant at) {
            return new Running(at);
        }
    }

    /** It is over. */
    record Ended(End end) implements AttemptState {}

    default boolean isLive() {
        return !(this instanceof Ended);
    }

    /** It may end from everywhere, once. */
    default Ended ended(End end) {
        if (!isLive()) {
            throw new IllegalStateException("an attempt ends once: " + this);
        }
        return new Ended(end);
    }

    /** It may be told to stop from everywhere where it lives. */
    default Stopping stopped(Reason reason, String message) {
        if (!isLive()) {
            throw new IllegalStateException("what has ended cannot be stopped: " + this);
        }
        return new Stopping(reason, message);
    }
}
