package io.isobar.agent.execution.journal;

/** What a journal record is. The codes are on disk and never change. */
enum RecordKind {
    WORK('W'),
    STATE('T'),
    ERASE('X'),
    FENCE('F');

    private final char code;

    RecordKind(char code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RecordKind of(int code) throws DamagedJournalException {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new DamagedJournalException("a record is of the unknown kind " + code);
    }
}
