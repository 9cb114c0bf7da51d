package io.isobar.agent.telemetry;

import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Records of a region's telemetry that count events and are not known to be sent, on disk: an agent that is started again while nobody takes
 * telemetry tells them then, with the numbers that they had, so that one which had arrived after all counts once. Appended to, and emptied
 * once all is sent. Bounded: the oldest are given up. Safe for any thread; where the disk refuses, what it refused is lost with the agent, and
 * nothing else.
 */
public final class UnsentFile {
    private static final System.Logger LOG = System.getLogger(UnsentFile.class.getName());
    static final int MOST = UnsentCounts.MOST_OF_REGION;
    /** Above it only what is not sent is written anew. */
    private static final long LONGEST = 1 << 20;

    private final Path file;
    /** In the order in which they were counted. */
    private final Map<Id, TelemetryBatch> unsent = new LinkedHashMap<>();

    private final List<Id> fromBefore;
    private boolean complained;

    /** Of a record, over all starts of the agent. */
    private record Id(String incarnation, long sequence) {}

    private UnsentFile(Path file) {
        this.file = file;
        load();
        this.fromBefore = List.copyOf(unsent.keySet());
    }

    /** With what an agent left that ran before; of a file that is damaged, what stands before the damage. */
    public static UnsentFile open(Path file) {
        return new UnsentFile(file);
    }

    /** The batch is about to be sent. */
    public synchronized void add(TelemetryBatch batch) {
        TelemetryBatch.Builder events = batch.toBuilder().clearRecords();
        batch.getRecordsList().stream().filter(UnsentCounts::isWorthKeeping).forEach(events::addRecords);
        if (events.getRecordsCount() > 0) {
            put(events.build());
            trying(() -> append(events.build()));
        }
    }

    private void put(TelemetryBatch events) {
        for (MetricRecord entry : events.getRecordsList()) {
            unsent.put(
                    new Id(events.getAgentIncarnation(), entry.getSequence()),
                    events.toBuilder().clearRecords().addRecords(entry).build());
        }
        Iterator<Id> oldest = unsent.keySet().iterator();
        for (int tooMany = unsent.size() - MOST; tooMany > 0; tooMany--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The batch was taken: none of its records is sent again. */
    public synchronized void sent(TelemetryBatch batch) {
        boolean any = false;
        for (MetricRecord entry : batch.getRecordsList()) {
            any |= unsent.remove(new Id(batch.getAgentIncarnation(), entry.getSequence())) != null;
        }
        if (any && unsent.isEmpty()) {
            trying(() -> Files.deleteIfExists(file));
        }
    }

    /** What agents before this one left, and is not known to be sent by now either: batches as they were, the oldest first. */
    public synchronized List<TelemetryBatch> fromBefore() {
        Map<String, TelemetryBatch.Builder> byIncarnation = new LinkedHashMap<>();
        for (Id id : fromBefore) {
            TelemetryBatch one = unsent.get(id);
            if (one != null) {
                TelemetryBatch.Builder all = byIncarnation.computeIfAbsent(
                        id.incarnation(), any -> one.toBuilder().clearRecords());
                all.addAllRecords(one.getRecordsList());
                if (one.hasSentAt()) {
                    all.setSentAt(one.getSentAt());
                }
            }
        }
        return byIncarnation.values().stream()
                .map(TelemetryBatch.Builder::build)
                .toList();
    }

    private void append(TelemetryBatch events) throws IOException {
        if (Files.exists(file) && Files.size(file) > LONGEST) {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            write(fresh, List.copyOf(unsent.values()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            write(file, List.of(events));
        }
    }

    /** Each as its length, its checksum and its bytes. */
    private static void write(Path to, List<TelemetryBatch> batches) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (TelemetryBatch batch : batches) {
            byte[] content = batch.toByteArray();
            out.writeInt(content.length);
            out.writeInt(checksum(content));
            out.write(content);
        }
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        }
    }

    private void load() {
        trying(() -> {
            if (!Files.exists(file)) {
                return;
            }
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
            List<TelemetryBatch> read = new ArrayList<>();
            while (all.remaining() >= 2 * Integer.BYTES) {
                int length = all.getInt();
                int checksum = all.getInt();
                if (length < 0 || length > all.remaining()) {
                    break;
                }
                byte[] content = new byte[length];
                all.get(content);
                if (checksum(content) != checksum) {
                    break;
                }
                read.add(TelemetryBatch.parseFrom(content));
            }
            read.forEach(this::put);
            Files.deleteIfExists(file);
            // Without what stands behind a damage: what is appended would not be read.
            write(file, List.copyOf(unsent.values()));
        });
    }

    private static int checksum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    @FunctionalInterface
    private interface OnDisk {
        void run() throws IOException;
    }

    private void trying(OnDisk action) {
        try {
            action.run();
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "cannot keep telemetry that is not sent in " + file
                                + "; what counts events is lost if the agent stops before it is. Free disk space",
                        e);
            }
        }
    }
}
