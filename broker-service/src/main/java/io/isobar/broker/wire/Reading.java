package io.isobar.broker.wire;

/** What was read from a message of an agent: a value, or why there is none. A malformed message never ends a session. */
public sealed interface Reading<T> {
    record Sound<T>(T value) implements Reading<T> {}

    /** @param problem what is wrong, with the numbers, for the agent's log */
    record Malformed<T>(String problem) implements Reading<T> {}
}
