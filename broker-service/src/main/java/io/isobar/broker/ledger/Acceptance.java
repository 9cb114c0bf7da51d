package io.isobar.broker.ledger;

/** What became of a request. */
public sealed interface Acceptance {
    /** It was not seen before, and is durable now. */
    record New() implements Acceptance {}

    /** It was done before; {@code subject} is what it was about. */
    record Repeated(String subject) implements Acceptance {}

    /** The id was used before for something else. */
    record Reused() implements Acceptance {}
}
