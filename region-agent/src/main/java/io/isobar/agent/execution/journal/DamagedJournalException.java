package io.isobar.agent.execution.journal;

import java.io.IOException;

/** A journal that does not hold what was written. */
public final class DamagedJournalException extends IOException {
    public DamagedJournalException(String message) {
        super(message);
    }
}
