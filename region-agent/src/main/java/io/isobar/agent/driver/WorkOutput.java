package io.isobar.agent.driver;

import java.io.IOException;

/** What the replicas of an attempt have written; readable while it runs and after, until it is forgotten. */
public interface WorkOutput {
    int replicas();

    /**
     * Reads what is there now.
     *
     * @param replica from 0
     * @param offset of the first byte wanted, in bytes from the start of the stream
     * @return how many bytes were put into {@code into}; 0 where nothing more is there now
     * @throws IOException where the output is gone or cannot be read
     */
    int read(int replica, OutputStreamKind stream, long offset, byte[] into) throws IOException;

    /** Whether nothing more will be written. Asked before a read that finds nothing, it tells that all was read. */
    boolean complete();
}
