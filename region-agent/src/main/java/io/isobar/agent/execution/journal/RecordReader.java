package io.isobar.agent.execution.journal;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.execution.Attempt;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one journal record; the mirror of {@link RecordWriter}. */
final class RecordReader {
    private final DataInputStream in;

    RecordReader(byte[] payload) {
        in = new DataInputStream(new ByteArrayInputStream(payload));
    }

    RecordKind kind() throws IOException {
        return RecordKind.of(in.readByte());
    }

    String text() throws IOException {
        byte[] encoded = new byte[length()];
        in.readFully(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    long number() throws IOException {
        return in.readLong();
    }

    /** The rest of a WORK record, after its id. */
    Attempt attempt(AttemptId id) throws IOException {
        WorkloadId workload = new WorkloadId(text());
        AttemptKey key = new AttemptKey(id, workload, in.readLong());
        String name = text();
        String tenant = text();
        List<String> command = texts();
        String image = in.readBoolean() ? text() : null;
        Map<String, String> environment = new HashMap<>();
        int variables = length();
        for (int i = 0; i < variables; i++) {
            environment.put(text(), text());
        }
        String stack = text();
        PoolName pool = new PoolName(text());
        int replicas = in.readInt();
        Resources shape = new Resources(in.readInt(), in.readLong(), in.readLong());
        Demand demand = new Demand(pool, replicas, shape);
        Duration grace = duration();
        Duration timeLimit = duration();
        Duration expected = duration();
        List<NodeName> nodes = texts().stream().map(NodeName::new).toList();
        long sequence = in.readLong();
        AttemptState state = state();
        // Records from before this was asked for end here.
        boolean keepRunning = in.available() > 0 && in.readBoolean();
        LaunchOrder order = new LaunchOrder(
                key,
                name,
                tenant,
                command,
                image,
                environment,
                stack,
                demand,
                grace == null ? LaunchOrder.DEFAULT_GRACE : grace,
                timeLimit,
                expected,
                keepRunning);
        return new Attempt(new Work(order, new Placement(demand, nodes)), withProgress(state), sequence);
    }

    /** The state part of a record, for work that is known. */
    Attempt state(Work work) throws IOException {
        long sequence = in.readLong();
        return new Attempt(work, withProgress(state()), sequence);
    }

    private AttemptState state() throws IOException {
        char code = (char) in.readByte();
        return switch (code) {
            case 'H' -> new AttemptState.Held(instant());
            case 'S' -> new AttemptState.Starting(instant());
            case 'R' -> new AttemptState.Running(instant());
            case 'P' -> new AttemptState.Stopping(optionalInstant(), Reason.valueOf(text()));
            case 'E' -> new AttemptState.Ended(optionalInstant(), end());
            default -> throw new DamagedJournalException("a state is of the unknown kind " + (int) code);
        };
    }

    private WorkEnd end() throws IOException {
        Reason reason = Reason.valueOf(text());
        int code = in.readInt();
        return new WorkEnd(reason, code < 0 ? null : Integer.valueOf(code), text(), instant());
    }

    /** Records of older agents, and of work that had not said how far it was, end before it. */
    private AttemptState withProgress(AttemptState state) throws IOException {
        if (in.available() == 0 || !(state instanceof AttemptState.Ended ended)) {
            return state;
        }
        long steps = in.readLong();
        long total = in.readLong();
        WorkProgress said = new WorkProgress(steps, total == 0 ? null : (Long) total, instant());
        return new AttemptState.Ended(ended.startedAt(), ended.end().having(said));
    }

    private List<String> texts() throws IOException {
        int count = length();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private Instant instant() throws IOException {
        Instant instant = optionalInstant();
        if (instant == null) {
            throw new DamagedJournalException("a time is missing");
        }
        return instant;
    }

    private @Nullable Instant optionalInstant() throws IOException {
        long seconds = in.readLong();
        int nanos = in.readInt();
        return seconds == Long.MIN_VALUE ? null : Instant.ofEpochSecond(seconds, nanos);
    }

    private @Nullable Duration duration() throws IOException {
        long seconds = in.readLong();
        int nanos = in.readInt();
        return seconds == Long.MIN_VALUE ? null : Duration.ofSeconds(seconds, nanos);
    }

    private int length() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new DamagedJournalException("a length of " + length + " exceeds its record");
        }
        return length;
    }
}
