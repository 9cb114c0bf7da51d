package io.isobar.agent.execution;

import java.io.IOException;
import java.util.List;

/** Where a region writes down what it runs. Used from one thread. */
public interface AttemptJournal extends AutoCloseable {
    /**
     * What was written before. Called once, before the first commit.
     *
     * @throws IOException where it cannot be read, or is damaged elsewhere than at its torn end
     */
    JournalContents open() throws IOException;

    /**
     * Writes all records, in order. They outlive the agent's process when this returns; they outlive the machine's crash where
     * {@code force} is set.
     *
     * @throws IOException where they may not have been written; the same commit may be tried again
     */
    void commit(List<JournalRecord> records, boolean force) throws IOException;

    @Override
    void close() throws IOException;
}
