package io.isobar.broker.session;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Output of an attempt as it arrives. At most a bounded number of pieces is on the way; the region waits for its reader. */
public interface LogFeed extends AutoCloseable {
    /** Which output. */
    enum Wanted {
        STDOUT,
        STDERR,
        BOTH
    }

    /** What comes next. */
    sealed interface Next {
        /**
         * A piece of output.
         *
         * @param stdout whether it was written to the standard output; else to the standard error
         * @param offset position of its first byte in its stream
         * @param data read-only
         * @param replica index of the replica that wrote it
         */
        record Piece(boolean stdout, long offset, ByteBuffer data, int replica) implements Next {}

        /** Nothing came within the time. */
        record Nothing() implements Next {}

        /** No more follows. */
        record End() implements Next {}

        /** No more follows, though there may be more: the link broke, or the region could not read it. */
        record Broken(String why) implements Next {}
    }

    /** Waits for the next piece. */
    Next next(Duration patience) throws InterruptedException;

    /** Nobody reads any more. */
    @Override
    void close();
}
