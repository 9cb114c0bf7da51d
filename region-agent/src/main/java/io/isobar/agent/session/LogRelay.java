package io.isobar.agent.session;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.proto.execution.v1.LogCredit;
import io.isobar.proto.execution.v1.LogRequest;
import io.isobar.proto.execution.v1.LogStop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The output that a session is sending; at most {@value #MAX_STREAMS} at once. */
final class LogRelay {
    static final int MAX_STREAMS = 64;
    private static final int MAX_CREDIT = 1_024;

    private final Function<AttemptId, Optional<WorkOutput>> outputs;
    private final Outbox outbox;
    private final Executor executor;
    private final Map<Long, LogStream> streams = new ConcurrentHashMap<>();

    LogRelay(Function<AttemptId, Optional<WorkOutput>> outputs, Outbox outbox, Executor executor) {
        this.outputs = outputs;
        this.outbox = outbox;
        this.executor = executor;
    }

    void start(LogRequest request) {
        try {
            if (streams.size() >= MAX_STREAMS) {
                throw new IllegalArgumentException("the region sends " + MAX_STREAMS + " outputs already; try again");
            }
            if (request.getFromOffset() < 0 || request.getCredit() < 1 || request.getCredit() > MAX_CREDIT) {
                throw new IllegalArgumentException("from_offset must not be negative and credit be 1 to " + MAX_CREDIT
                        + ", not " + request.getFromOffset() + " and " + request.getCredit());
            }
            AttemptId attempt = new AttemptId(request.getAttemptId());
            WorkOutput output = outputs.apply(attempt)
                    .orElseThrow(() -> new IllegalArgumentException("the region has no output of " + attempt));
            LogStream stream = new LogStream(request, output, outbox);
            if (streams.putIfAbsent(request.getLogId(), stream) == null) {
                executor.execute(() -> {
                    try {
                        stream.run();
                    } finally {
                        streams.remove(request.getLogId());
                    }
                });
            }
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            executor.execute(() -> LogStream.end(outbox, request.getLogId(), problem));
        }
    }

    void grant(LogCredit credit) {
        LogStream stream = streams.get(credit.getLogId());
        if (stream != null && credit.getCredit() > 0) {
            stream.grant(Math.min(credit.getCredit(), MAX_CREDIT));
        }
    }

    void stop(LogStop stop) {
        LogStream stream = streams.get(stop.getLogId());
        if (stream != null) {
            stream.stop();
        }
    }

    void stopAll() {
        streams.values().forEach(LogStream::stop);
    }
}
