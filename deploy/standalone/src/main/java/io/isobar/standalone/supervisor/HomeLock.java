package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.PartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held by the one supervisor of a data folder; the system takes it back when its process ends, however it ends. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws PartFailure when another process has it
     */
    public static HomeLock take(Home home) {
        try {
            FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new PartFailure("a federation already runs in " + home.root()
                        + "; see make status, stop it with make down, or set ISOBAR_HOME to another folder");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new PartFailure("cannot lock " + home.lock() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
