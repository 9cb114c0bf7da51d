package io.isobar.agent.inventory;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them; the unit is never left out. */
public final class MemorySize {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([KMGTP]i?)B?");
    private static final Map<String, Long> BYTES = Map.of(
            "K",
            1_000L,
            "Ki",
            1L << 10,
            "M",
            1_000_000L,
            "Mi",
            1L << 20,
            "G",
            1_000_000_000L,
            "Gi",
            1L << 30,
            "T",
            1_000_000_000_000L,
            "Ti",
            1L << 40,
            "P",
            1_000_000_000_000_000L,
            "Pi",
            1L << 50);

    private MemorySize() {}

    /** Bytes of "80GiB", "64 GB", "1.5Ti". */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        Long unit = matcher.matches() ? BYTES.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an amount of memory; write a number with a unit, as in '80GiB' or '64GB'");
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is more than 2^63 - 1 bytes");
        }
        return bytes.longValue();
    }
}
