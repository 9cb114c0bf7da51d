package io.isobar.agent.session;

import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.agent.telemetry.UnsentCounts;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.ProgressReport;
import io.isobar.proto.execution.v1.WaitReport;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.KeepAlive;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits to be sent on a region's stream, in order of importance: answers to keep-alives, what the region tells,
 * how far work has come, output, telemetry. Each kind has its own bound, so that none of them delays or displaces another. Messages are written only when
 * the stream can take them.
 */
final class Outbox {
    private static final int MAX_LOG_ANSWERS = 16;
    private static final int MAX_TELEMETRY = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Condition logRoom = lock.newCondition();
    private final OutboundQueue news = new OutboundQueue();
    private final ArrayDeque<LogAnswer> logs = new ArrayDeque<>();
    /** The newest of each attempt. */
    private final LinkedHashMap<String, ConnectRequest> progress = new LinkedHashMap<>();

    private final ArrayDeque<TelemetryBatch> telemetry = new ArrayDeque<>();
    private final MessageWriter writer;
    private @Nullable KeepAlive keepAlive;
    private final UnsentCounts unsent = new UnsentCounts();
    private long droppedTelemetry;
    private boolean open;
    private boolean awake;

    private final Consumer<TelemetryBatch> given;

    Outbox(MessageWriter writer) {
        this(writer, batch -> {});
    }

    /** {@code given} is told which telemetry the stream was given. */
    Outbox(MessageWriter writer, Consumer<TelemetryBatch> given) {
        this.writer = writer;
        this.given = given;
    }

    /** A session begins; only its full report and what comes after it is sent. */
    void open() {
        lock.lock();
        try {
            open = true;
            news.awaitFullReport();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            open = false;
            news.close();
            logs.clear();
            progress.clear();
            telemetry.forEach(this::drop);
            telemetry.clear();
            keepAlive = null;
            logRoom.signalAll();
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void tell(RegionMessage message) {
        lock.lock();
        try {
            news.add(message);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /** While there is no session it is dropped: in the next one all is told anew. */
    void tell(ProgressReport report) {
        tell(report.getAttemptId(), ConnectRequest.newBuilder().setProgress(report));
    }

    /** As of progress. */
    void tell(WaitReport report) {
        tell(report.getAttemptId(), ConnectRequest.newBuilder().setWaiting(report));
    }

    private void tell(String attempt, ConnectRequest.Builder news) {
        lock.lock();
        try {
            if (open) {
                progress.put(attempt, news.build());
                something.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void answer(KeepAlive answer) {
        lock.lock();
        try {
            keepAlive = answer;
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Newest wins; while there is no session none does. What loses is counted, and the events that it counts go with the next. */
    void tell(TelemetryBatch batch) {
        lock.lock();
        try {
            if (!open) {
                drop(batch);
                return;
            }
            if (telemetry.size() >= MAX_TELEMETRY) {
                drop(telemetry.remove());
            }
            telemetry.add(batch);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void drop(TelemetryBatch batch) {
        droppedTelemetry++;
        unsent.keep(batch);
    }

    /** Batches of telemetry that were not sent, since the agent started. */
    long droppedTelemetry() {
        lock.lock();
        try {
            return droppedTelemetry;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room; returns false where the session is over. */
    boolean send(LogAnswer answer) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (open && logs.size() >= MAX_LOG_ANSWERS) {
                logRoom.await();
            }
            if (open) {
                logs.add(answer);
                something.signal();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    boolean isOverLimit() {
        lock.lock();
        try {
            return news.isOverLimit();
        } finally {
            lock.unlock();
        }
    }

    /** The next message to send, or null. */
    @Nullable
    ConnectRequest poll() {
        lock.lock();
        try {
            KeepAlive answer = keepAlive;
            if (answer != null) {
                keepAlive = null;
                return ConnectRequest.newBuilder().setKeepAlive(answer).build();
            }
            RegionMessage message = news.poll();
            if (message != null) {
                return writer.write(message);
            }
            Map.Entry<String, ConnectRequest> came = progress.pollFirstEntry();
            if (came != null) {
                return came.getValue();
            }
            LogAnswer output = logs.poll();
            if (output != null) {
                logRoom.signal();
                return ConnectRequest.newBuilder().setLog(output).build();
            }
            TelemetryBatch batch = telemetry.poll();
            if (batch == null) {
                return null;
            }
            TelemetryBatch whole = unsent.addTo(batch);
            given.accept(whole);
            return ConnectRequest.newBuilder().setTelemetry(whole).build();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the sender: the stream may take more, or has ended. */
    void wake() {
        lock.lock();
        try {
            awake = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there may be something to do; {@code ready} tells whether the stream takes messages now. */
    void await(boolean ready, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (nanos > 0 && !awake && !(ready && hasSomething())) {
                nanos = something.awaitNanos(nanos);
            }
            awake = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasSomething() {
        return keepAlive != null || !news.isEmpty() || !progress.isEmpty() || !logs.isEmpty() || !telemetry.isEmpty();
    }
}
