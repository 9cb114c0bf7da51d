package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/** Where a region is. Empty texts and null coordinates are not known. */
public record Place(
        String country,
        String province,
        String city,
        String hub,
        @Nullable Double latitude,
        @Nullable Double longitude) {
    public static final Place UNKNOWN = new Place("", "", "", "", null, null);

    public Place {
        if (!country.isEmpty() && !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("country '" + country + "' must be two capital letters (ISO 3166-1)");
        }
        checkRange("latitude", latitude, 90);
        checkRange("longitude", longitude, 180);
    }

    private static void checkRange(String what, @Nullable Double degrees, double limit) {
        if (degrees != null && !(Math.abs(degrees) <= limit)) {
            throw new IllegalArgumentException(what + " " + degrees + " lies outside -" + limit + " to " + limit);
        }
    }
}
