package io.isobar.broker.network;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where what was measured of links comes from. Safe for concurrent use; does not block. */
public interface LinkSource {
    /** Nobody measures. */
    LinkSource NONE = new LinkSource() {
        @Override
        public long version() {
            return 0;
        }

        @Override
        public List<LinkReading> readings(Function<String, @Nullable Duration> ahead) {
            return List.of();
        }
    };

    /** Another number where anything is another; 0: nothing was ever measured. */
    long version();

    /**
     * The newest of each quantity of each way that a region measured.
     *
     * @param ahead how far the clock of a region's agent is ahead of the broker's; null: not measured, and then its times are as it gave them
     */
    List<LinkReading> readings(Function<String, @Nullable Duration> ahead);
}
