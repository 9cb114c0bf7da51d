package io.isobar.broker.telemetry.kafka;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store that says when Kafka Streams is about to commit the offsets of what was processed, so that its user can hold back until then what
 * changed. That is what the caches of Kafka Streams do, each entry as bytes; there is no public interface for it.
 */
final class CommitStore implements StateStore, CachedStateStore<Object, Object> {
    private final KeyValueStore<String, byte[]> held;
    private Runnable beforeCommit = () -> {};

    private CommitStore(KeyValueStore<String, byte[]> held) {
        this.held = held;
    }

    KeyValueStore<String, byte[]> held() {
        return held;
    }

    /** {@code action} writes into the store what must be in it as the offsets are committed. */
    void beforeCommit(Runnable action) {
        beforeCommit = action;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    /** The task ends without a commit: what it held back will be read again. */
    @Override
    public void clearCache() {
        beforeCommit = () -> {};
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return held.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        held.init(context, root);
    }

    @Override
    public void flush() {
        held.flush();
    }

    @Override
    public void close() {
        beforeCommit = () -> {};
        held.close();
    }

    @Override
    public boolean persistent() {
        return held.persistent();
    }

    @Override
    public boolean isOpen() {
        return held.isOpen();
    }

    /** Of stores around those of {@code held}, which has no cache of its own. */
    record Builder(StoreBuilder<KeyValueStore<String, byte[]>> held) implements StoreBuilder<CommitStore> {
        @Override
        public StoreBuilder<CommitStore> withCachingEnabled() {
            throw new UnsupportedOperationException("the user of " + name() + " holds back what changed");
        }

        @Override
        public StoreBuilder<CommitStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingEnabled(Map<String, String> settings) {
            return new Builder(held.withLoggingEnabled(settings));
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingDisabled() {
            return new Builder(held.withLoggingDisabled());
        }

        @Override
        public CommitStore build() {
            return new CommitStore(held.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return held.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return held.loggingEnabled();
        }

        @Override
        public String name() {
            return held.name();
        }
    }
}
