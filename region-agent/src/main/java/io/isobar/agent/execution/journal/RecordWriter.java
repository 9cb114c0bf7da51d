package io.isobar.agent.execution.journal;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.execution.Attempt;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of one journal record. {@link RecordReader} is its mirror; both change together, with the format's version. */
final class RecordWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** The attempt whole: its work and its state. */
    static byte[] work(Attempt attempt) throws IOException {
        RecordWriter writer = new RecordWriter();
        writer.out.writeByte(RecordKind.WORK.code());
        writer.text(attempt.id().value());
        writer.work(attempt.work());
        writer.state(attempt);
        writer.out.writeBoolean(attempt.work().order().keepRunning());
        writer.progress(attempt);
        return writer.bytes.toByteArray();
    }

    /** Only the state of an attempt whose work the file holds already. */
    static byte[] state(String id, Attempt attempt) throws IOException {
        RecordWriter writer = new RecordWriter();
        writer.out.writeByte(RecordKind.STATE.code());
        writer.text(id);
        writer.state(attempt);
        writer.progress(attempt);
        return writer.bytes.toByteArray();
    }

    static byte[] erase(String id) throws IOException {
        RecordWriter writer = new RecordWriter();
        writer.out.writeByte(RecordKind.ERASE.code());
        writer.text(id);
        return writer.bytes.toByteArray();
    }

    static byte[] fence(String workload, long lowestEpoch) throws IOException {
        RecordWriter writer = new RecordWriter();
        writer.out.writeByte(RecordKind.FENCE.code());
        writer.text(workload);
        writer.out.writeLong(lowestEpoch);
        return writer.bytes.toByteArray();
    }

    private void work(Work work) throws IOException {
        LaunchOrder order = work.order();
        text(order.key().workload().value());
        out.writeLong(order.key().epoch());
        text(order.workloadName());
        text(order.tenant());
        texts(order.command());
        optionalText(order.image());
        out.writeInt(order.environment().size());
        for (Map.Entry<String, String> variable : order.environment().entrySet()) {
            text(variable.getKey());
            text(variable.getValue());
        }
        text(order.stack());
        text(order.demand().pool().value());
        out.writeInt(order.demand().replicas());
        Resources shape = order.demand().shape();
        out.writeInt(shape.units());
        out.writeLong(shape.millicpus());
        out.writeLong(shape.memoryBytes());
        duration(order.stopGrace());
        duration(order.timeLimit());
        duration(order.expectedRunTime());
        texts(work.placement().nodes().stream().map(NodeName::value).toList());
    }

    private void state(Attempt attempt) throws IOException {
        out.writeLong(attempt.sequence());
        switch (attempt.state()) {
            case AttemptState.Held held -> {
                out.writeByte('H');
                instant(held.until());
            }
            case AttemptState.Starting starting -> {
                out.writeByte('S');
                instant(starting.since());
            }
            case AttemptState.Running running -> {
                out.writeByte('R');
                instant(running.startedAt());
            }
            case AttemptState.Stopping stopping -> {
                out.writeByte('P');
                instant(stopping.startedAt());
                text(stopping.reason().name());
            }
            case AttemptState.Ended ended -> {
                out.writeByte('E');
                instant(ended.startedAt());
                end(ended.end());
            }
        }
    }

    private void end(WorkEnd end) throws IOException {
        text(end.reason().name());
        Integer code = end.exitCode();
        out.writeInt(code == null ? -1 : code);
        text(end.message());
        instant(end.at());
    }

    /** At the end of the record, where older agents read no more; nothing where nothing was said. */
    private void progress(Attempt attempt) throws IOException {
        WorkProgress said = attempt.state() instanceof AttemptState.Ended ended
                ? ended.end().progress()
                : null;
        if (said != null) {
            Long total = said.total();
            out.writeLong(said.steps());
            out.writeLong(total == null ? 0 : total);
            instant(said.at());
        }
    }

    private void text(String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    private void optionalText(@Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(text);
        }
    }

    private void texts(List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text);
        }
    }

    private void instant(@Nullable Instant instant) throws IOException {
        out.writeLong(instant == null ? Long.MIN_VALUE : instant.getEpochSecond());
        out.writeInt(instant == null ? 0 : instant.getNano());
    }

    private void duration(@Nullable Duration duration) throws IOException {
        out.writeLong(duration == null ? Long.MIN_VALUE : duration.getSeconds());
        out.writeInt(duration == null ? 0 : duration.getNano());
    }
}
