package io.isobar.agent.driver.slurm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code scontrol -o show}: {@code Key=Value} with blanks between. A value may hold blanks, so it ends where the next key
 * begins; of keys that are there twice the first counts, as free text stands last.
 */
record KeyValueLine(Map<String, String> values) {
    private static final Pattern KEY = Pattern.compile("(?:^|\\s)([A-Za-z][A-Za-z0-9_/:]*)=");

    KeyValueLine {
        values = Map.copyOf(values);
    }

    static KeyValueLine parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = KEY.matcher(line);
        String key = null;
        int from = 0;
        while (matcher.find()) {
            if (key != null) {
                values.putIfAbsent(key, line.substring(from, matcher.start()).strip());
            }
            key = matcher.group(1);
            from = matcher.end();
        }
        if (key != null) {
            values.putIfAbsent(key, line.substring(from).strip());
        }
        return new KeyValueLine(values);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty() && !value.equals("(null)"));
    }

    /** Empty where it is missing, or no number. */
    OptionalLong number(String key) {
        return text(key)
                .filter(value -> value.matches("\\d{1,18}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }
}
