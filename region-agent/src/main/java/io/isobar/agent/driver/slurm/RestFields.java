package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of slurmrestd's answers, in either way that a version may write them. */
final class RestFields {
    /** NO_VAL and INFINITE of 32 bits, which older versions let through. */
    private static final long NO_VALUE_32 = 0xffff_fffeL;

    private RestFields() {}

    /** Empty where there is none. */
    static String text(JsonNode of, String name) {
        JsonNode field = of.path(name);
        return field.isValueNode() && !field.isNull() ? field.asText() : "";
    }

    static Optional<String> given(JsonNode of, String name) {
        JsonNode field = of.path(name);
        return field.isTextual() ? Optional.of(field.asText()) : Optional.empty();
    }

    /** Of a number, or of {@code {"set": true, "infinite": false, "number": 5}}; null where it is neither, not set or without end. */
    static @Nullable Long number(JsonNode of, String name) {
        JsonNode field = of.path(name);
        if (field.isObject()) {
            return field.path("set").asBoolean() && !field.path("infinite").asBoolean()
                    ? number(field, "number")
                    : null;
        }
        boolean meant = field.isNumber() && field.asLong() >= 0 && (field.asLong() >>> 1) != NO_VALUE_32 >>> 1;
        return meant ? Long.valueOf(field.asLong()) : null;
    }

    /** Seconds since 1970; 0 is none. */
    static @Nullable Instant time(JsonNode of, String name) {
        Long seconds = number(of, name);
        return seconds == null || seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    /** Of a word, or of several, in capitals. */
    static List<String> words(JsonNode of, String name) {
        JsonNode field = of.path(name);
        List<String> words = new ArrayList<>();
        if (field.isTextual()) {
            words.add(field.asText().toUpperCase(Locale.ROOT));
        }
        field.forEach(word -> words.add(word.asText().toUpperCase(Locale.ROOT)));
        return words;
    }

    /** As they stand, of a list. */
    static List<String> texts(JsonNode of, String name) {
        List<String> texts = new ArrayList<>();
        of.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Slurm's word for why, which is none where it says "None". */
    static String reason(JsonNode of, String name) {
        String reason = text(of, name);
        return reason.equals("None") ? "" : reason;
    }
}
