package io.isobar.broker.telemetry.kafka;

/** A record of the raw topic, read. */
sealed interface Batch {
    /** Of the region that is its key. What its records are holds until the next batch is read. */
    record Good(Records records) implements Batch {}

    /** Nothing of it can be used. */
    record Poison(Reason reason, String detail) implements Batch {}

    /** Why, as the header of the dead letter has it. */
    enum Reason {
        NOT_A_BATCH("not-a-batch"),
        BAD_REGION("bad-region"),
        FOREIGN_KEY("foreign-key"),
        TOO_MANY_RECORDS("too-many-records");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
