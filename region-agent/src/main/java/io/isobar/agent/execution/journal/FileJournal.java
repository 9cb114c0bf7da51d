package io.isobar.agent.execution.journal;

import io.isobar.agent.execution.AttemptJournal;
import io.isobar.agent.execution.JournalContents;
import io.isobar.agent.execution.JournalRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one file: an eight-byte head with the format's version, then records of length (4 bytes), CRC-32C (4) and
 * payload. A torn end, as a crash leaves it, is cut off; damage before a sound record is an error. When the file has grown to
 * several times of what is alive it is written anew beside it and takes its place by rename.
 */
public final class FileJournal implements AttemptJournal {
    private static final byte[] HEAD = "ISOBAJ1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME = 8;
    private static final int MAX_RECORD = 16 << 20;

    private final Path file;
    private final long rewriteAbove;
    private final JournalImage image = new JournalImage();
    private @Nullable FileChannel channel;
    private boolean whole = true;
    private long size;
    private long sizeAfterRewrite;

    /** A journal that is not open yet; it is written anew when larger than {@code rewriteAbove} bytes and mostly dead. */
    public FileJournal(Path file, long rewriteAbove) {
        this.file = file;
        this.rewriteAbove = rewriteAbove;
    }

    @Override
    public JournalContents open() throws IOException {
        if (Files.exists(file)) {
            replay();
        }
        rewrite();
        return image.contents();
    }

    private void replay() throws IOException {
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD.length);
            readFully(reading, head);
            if (!Arrays.equals(head.array(), HEAD)) {
                throw new DamagedJournalException(
                        file + " is not a journal of this version; move it away to start afresh, "
                                + "after making sure that none of its work runs");
            }
            byte[] payload = next(reading);
            while (payload != null) {
                image.replay(payload);
                payload = next(reading);
            }
        }
    }

    /** The next record, or null at the end, be it clean or torn. */
    private byte @Nullable [] next(FileChannel reading) throws IOException {
        long start = reading.position();
        ByteBuffer frame = ByteBuffer.allocate(FRAME);
        if (!readFully(reading, frame)) {
            return null;
        }
        int length = frame.getInt(0);
        if (length > 0 && length <= MAX_RECORD) {
            ByteBuffer payload = ByteBuffer.allocate(length);
            if (!readFully(reading, payload)) {
                return null;
            }
            if (checksum(payload.array()) == frame.getInt(4)) {
                return payload.array();
            }
            if (reading.position() < reading.size()) {
                throw new DamagedJournalException(file + " is damaged at byte " + start + " of " + reading.size());
            }
        }
        return null;
    }

    private static boolean readFully(FileChannel reading, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (reading.read(into) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void commit(List<JournalRecord> records, boolean force) throws IOException {
        FileChannel writing = channel;
        if (writing == null) {
            throw new IOException("the journal is not open");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        for (JournalRecord entry : records) {
            bytes.write(framed(image.apply(entry)));
        }
        if (!whole) {
            // An earlier commit failed half-way. The image holds it by now; the file is made whole from the image.
            rewrite();
            whole = true;
            return;
        }
        whole = false;
        writeFully(writing, ByteBuffer.wrap(bytes.toByteArray()));
        if (force) {
            writing.force(false);
        }
        whole = true;
        size += bytes.size();
        if (size > rewriteAbove && size > 4 * sizeAfterRewrite) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        FileChannel writing = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            writeFully(writing, ByteBuffer.wrap(HEAD));
            for (byte[] payload : image.rewritten()) {
                writeFully(writing, ByteBuffer.wrap(framed(payload)));
            }
            writing.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } catch (IOException e) {
            writing.close();
            throw e;
        }
        if (channel != null) {
            channel.close();
        }
        channel = writing;
        size = writing.position();
        sizeAfterRewrite = size;
    }

    private void forceFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
                entry.force(true);
            }
        }
    }

    private static byte[] framed(byte[] payload) {
        return ByteBuffer.allocate(FRAME + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .array();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
