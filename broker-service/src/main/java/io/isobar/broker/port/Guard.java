package io.isobar.broker.port;

import java.util.function.Supplier;

/** What stands before a port. Safe for concurrent use. */
public interface Guard {
    /** Lets everything pass. */
    Guard NONE = new Guard() {
        @Override
        public <T> T call(Supplier<T> work) {
            return work.get();
        }
    };

    /**
     * Does the work on the caller's thread, perhaps more than once where the policy of the port has retries; so only work that may be
     * repeated is given to such a port. Throws what the work throws.
     *
     * @throws io.isobar.broker.failure.Failure where it was not done, or not in time: it names the port, the numbers of its policy and,
     *     as {@code retry_after_ms} in its metadata, when to try again
     */
    <T> T call(Supplier<T> work);

    /** The same for work without a result. */
    default void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
