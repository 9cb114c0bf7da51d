package io.isobar.agent.trace;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where spans go. Safe for concurrent use; never blocks, and never fails for want of someone who takes them. */
public interface Spans {
    /** Nobody takes them: what comes with a trace is handed on, and nothing begins one. */
    Spans NONE = (name, parent, from, attributes) -> new Open() {
        @Override
        public @Nullable TraceContext context() {
            return parent;
        }

        @Override
        public void end(Instant at, @Nullable String failure) {}
    };

    /** A span that has begun. */
    interface Open {
        /** What is below it has this; null: it is in no trace. */
        @Nullable
        TraceContext context();

        /**
         * It is over, and recorded.
         *
         * @param failure why it failed; null: it did not
         */
        void end(Instant at, @Nullable String failure);
    }

    /**
     * Begins a span.
     *
     * @param parent null: the first one of a new trace
     */
    Open begin(String name, @Nullable TraceContext parent, Instant from, Map<String, String> attributes);
}
