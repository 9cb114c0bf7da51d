package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.telemetry.PoolFigures;
import io.isobar.broker.telemetry.RegionTelemetry;
import io.isobar.broker.telemetry.Slots;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Adds up the batches of one partition, says what changed in signals, and sets aside what cannot be used. */
final class TelemetryProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    static final String NAME = "windows";
    static final String STORE = "minutes";
    static final String SIGNALS = "signals";
    static final String DEAD_LETTERS = "dead-letters";
    /** How often what changed is said. */
    static final Duration BEAT = Duration.ofMillis(50);

    private static final Logger LOG = Logger.getLogger(TelemetryProcessor.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final TelemetryCounts counts;
    private @Nullable Task task;

    TelemetryProcessor(TelemetryCounts counts) {
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new Task(context, counts);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("a record came before the task began");
        }
        task.take(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
            task = null;
        }
    }

    /** What lives as long as the partition is ours. */
    private static final class Task {
        private final ProcessorContext<byte[], byte[]> context;
        private final TelemetryCounts counts;
        private final CommitStore store;
        private final RegionTelemetry telemetry;
        private final BatchReader reader = new BatchReader();
        private final BatchTaker taker;
        private final long mostHeldBack;
        private final Cancellable telling;
        private final Cancellable sweeping;
        private int pools;

        Task(ProcessorContext<byte[], byte[]> context, TelemetryCounts counts) {
            this.context = context;
            this.counts = counts;
            this.store = context.getStateStore(STORE);
            this.telemetry = new RegionTelemetry(new Stored(store.held()));
            this.taker = new BatchTaker(telemetry);
            this.mostHeldBack = mostHeldBack(context);
            try (var all = store.held().all()) {
                telemetry.takeUp(new Entries(all));
            }
            store.beforeCommit(telemetry::write);
            countPools(telemetry.pools());
            telling =
                    context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, now -> telemetry.tellDue(now, this::tell));
            sweeping = context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
        }

        void take(Record<byte[], byte[]> record) {
            counts.record();
            switch (reader.read(record.key(), record.value())) {
                case Batch.Poison poison -> {
                    long soFar = counts.poison();
                    if (isWorthSaying(soFar)) {
                        LOG.warnf(
                                "record %s cannot be used, is set aside in %s (%d so far): %s",
                                place(), TelemetryTopics.DEAD_LETTERS, soFar, poison.detail());
                    }
                    setAside(record, record.value(), poison.reason().word());
                }
                case Batch.Good good -> take(record, good);
            }
        }

        private void take(Record<byte[], byte[]> record, Batch.Good good) {
            var taken = taker.take(good.records(), context.currentSystemTimeMs());
            if (telemetry.heldBack() >= mostHeldBack) {
                telemetry.write();
            }
            countPools(telemetry.pools());
            taken.verdicts().forEach((verdict, count) -> {
                long soFar = counts.judged(verdict, count);
                if (verdict.isWrong() && isWorthSaying(soFar - count, soFar)) {
                    LOG.warnf(
                            "region=%s %d metric records of record %s are %s and set aside (%d so far)",
                            good.records().region, count, place(), verdict.word(), soFar);
                }
            });
            if (!taken.refused().isEmpty()) {
                var words = taken.verdicts().keySet().stream()
                        .filter(verdict -> verdict.isWrong())
                        .map(verdict -> verdict.word())
                        .collect(Collectors.joining(","));
                setAside(
                        record,
                        BatchReader.part(record.value(), taken.refused()).toByteArray(),
                        words);
            }
        }

        private void setAside(Record<byte[], byte[]> record, byte @Nullable [] value, String reason) {
            var headers = new RecordHeaders();
            header(headers, "isobar.reason", reason);
            context.recordMetadata().ifPresent(from -> {
                header(headers, "isobar.topic", from.topic());
                header(headers, "isobar.partition", Integer.toString(from.partition()));
                header(headers, "isobar.offset", Long.toString(from.offset()));
            });
            long now = context.currentSystemTimeMs();
            header(headers, "isobar.time", Instant.ofEpochMilli(now).toString());
            counts.deadLetter();
            context.forward(new Record<>(record.key(), value, now, headers), DEAD_LETTERS);
        }

        private static void header(RecordHeaders headers, String name, String value) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }

        private void tell(PoolFigures pool) {
            long now = context.currentSystemTimeMs();
            context.forward(
                    new Record<>(
                            SignalCodec.key(pool), SignalCodec.toProto(pool).toByteArray(), now),
                    SIGNALS);
        }

        private void sweep(long now) {
            telemetry.tell(now, this::tell);
            telemetry.expire(
                    now, key -> context.forward(new Record<>(SignalCodec.key(key), (byte[]) null, now), SIGNALS));
            countPools(telemetry.pools());
        }

        /** None: nothing is held back from one batch to the next. */
        private static long mostHeldBack(ProcessorContext<?, ?> context) {
            var bytes = context.appConfigs().get(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
            return bytes instanceof Number number ? number.longValue() : 0;
        }

        private void countPools(int now) {
            if (now != pools) {
                counts.pools(now - pools);
                pools = now;
            }
        }

        private String place() {
            return context.recordMetadata()
                    .map(from -> from.topic() + "/" + from.partition() + "/" + from.offset())
                    .orElse("of no topic");
        }

        void close() {
            telling.cancel();
            sweeping.cancel();
            // The store may go on without us, as a copy of what another replica writes.
            store.beforeCommit(() -> {});
            countPools(0);
        }
    }

    /** The first, the second, the fourth, … : the log grows with the logarithm of what goes wrong. */
    private static boolean isWorthSaying(long count) {
        return Long.bitCount(count) == 1;
    }

    private static boolean isWorthSaying(long before, long now) {
        return before == 0 || Long.highestOneBit(before) != Long.highestOneBit(now);
    }

    private record Stored(KeyValueStore<String, byte[]> store) implements Slots {
        @Override
        public byte @Nullable [] get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, byte[] minute) {
            store.put(key, minute);
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }
    }

    private record Entries(KeyValueIterator<String, byte[]> all) implements Iterator<Map.Entry<String, byte[]>> {
        @Override
        public boolean hasNext() {
            return all.hasNext();
        }

        @Override
        public Map.Entry<String, byte[]> next() {
            KeyValue<String, byte[]> next = all.next();
            return Map.entry(next.key, next.value);
        }
    }
}
