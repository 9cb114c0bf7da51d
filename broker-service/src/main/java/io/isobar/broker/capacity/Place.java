package io.isobar.broker.capacity;

import org.jspecify.annotations.Nullable;

/** Where a region is; null parts are not known, and an unknown country satisfies no residency rule. */
public record Place(
        @Nullable String country,
        @Nullable String province,
        @Nullable String city,
        @Nullable String hub,
        @Nullable Double latitude,
        @Nullable Double longitude) {
    public static final Place UNKNOWN = new Place(null, null, null, null, null, null);
}
