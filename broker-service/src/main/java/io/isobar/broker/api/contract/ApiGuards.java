package io.isobar.broker.api.contract;

import io.isobar.broker.port.Guard;

/**
 * The guards of the API.
 *
 * @param calls with one answer
 * @param streams answers that go on for a while
 */
public record ApiGuards(Guard calls, Guard streams) {
    /** Everything passes. */
    public static final ApiGuards NONE = new ApiGuards(Guard.NONE, Guard.NONE);
}
