package io.isobar.agent.driver.files;

import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/**
 * Output in files. A stream ends at its limit; what is read there is a line that says so.
 */
public final class FileOutput implements WorkOutput {
    /** Where a replica's streams are. */
    @FunctionalInterface
    public interface Streams {
        Path file(int replica, OutputStreamKind stream);
    }

    private final int replicas;
    private final Streams streams;
    private final long limit;
    private final BooleanSupplier over;

    /**
     * Output that is read where it is written.
     *
     * @param limit bytes of each stream that can be read
     * @param over whether nothing more will be written
     */
    public FileOutput(int replicas, Streams streams, long limit, BooleanSupplier over) {
        this.replicas = replicas;
        this.streams = streams;
        this.limit = limit;
        this.over = over;
    }

    @Override
    public int replicas() {
        return replicas;
    }

    @Override
    public int read(int replica, OutputStreamKind stream, long offset, byte[] into) throws IOException {
        Path file = streams.file(replica, stream);
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long there = Math.min(channel.size(), limit);
            if (offset < there) {
                ByteBuffer buffer = ByteBuffer.wrap(into, 0, (int) Math.min(into.length, there - offset));
                return Math.max(0, channel.read(buffer, offset));
            }
            return channel.size() > limit || isCut(file) ? readMark(offset - limit, into) : 0;
        }
    }

    private int readMark(long offset, byte[] into) {
        byte[] mark = ("\n[isobar: more than " + limit + " bytes were written; the rest is discarded]\n")
                .getBytes(StandardCharsets.UTF_8);
        if (offset < 0 || offset >= mark.length) {
            return 0;
        }
        int length = (int) Math.min(into.length, mark.length - offset);
        System.arraycopy(mark, (int) offset, into, 0, length);
        return length;
    }

    @Override
    public boolean complete() {
        return over.getAsBoolean();
    }

    private static boolean isCut(Path file) {
        return Files.exists(cutMark(file));
    }

    private static Path cutMark(Path file) {
        return file.resolveSibling(file.getFileName() + ".cut");
    }

    /** Cuts every stream that has grown beyond its limit, so that output never fills the disk. */
    public void cut() throws IOException {
        for (int replica = 0; replica < replicas; replica++) {
            for (OutputStreamKind stream : OutputStreamKind.values()) {
                Path file = streams.file(replica, stream);
                if (Files.exists(file) && Files.size(file) > limit) {
                    if (!isCut(file)) {
                        Files.createFile(cutMark(file));
                    }
                    // The command appends, so it goes on writing behind the cut.
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(limit);
                    }
                }
            }
        }
    }
}
