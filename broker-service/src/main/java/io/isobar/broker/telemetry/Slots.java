package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/** Where the minutes of pools are kept, as bytes by key. */
public interface Slots {
    byte @Nullable [] get(String key);

    void put(String key, byte[] minute);

    void delete(String key);
}
