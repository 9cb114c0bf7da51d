package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the device memory that a label or an inventory gives as a bare number. The unit that the publisher documents is
 * taken where it gives a plausible amount. Where it does not, the number is held against the other units that are in
 * use, and taken in the one that fits, with a warning; an amount that fits none is not used at all.
 */
public final class MemoryLabel {
    /** What one of the number stands for. */
    public enum Unit {
        BYTES(1),
        MEBIBYTES(1L << 20),
        MEGABYTES(1_000_000),
        GIBIBYTES(1L << 30);

        private final long bytes;

        Unit(long bytes) {
            this.bytes = bytes;
        }
    }

    /** The outcome. */
    public sealed interface Reading {
        /**
         * An amount that can be used.
         *
         * @param warning why it is not what the documented unit gives; empty where it is
         */
        record Plausible(Memory memory, String warning) implements Reading {}

        /** Nothing that can be used: the memory stays unknown. */
        record Implausible(String why) implements Reading {}
    }

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");
    /** No accelerator has less than 1 GiB or more than 2 TiB. */
    private static final Memory LEAST = Memory.ofGibibytes(1);

    private static final Memory MOST = Memory.ofGibibytes(2_048);

    private MemoryLabel() {}

    /**
     * Reads a label.
     *
     * @param text a bare number, or an amount with its unit ({@code 64G})
     * @param documented the unit that its publisher documents for a bare number
     * @param nominal what the catalogue has for one unit of the model; null: not known
     */
    public static Reading read(String text, Unit documented, @Nullable Memory nominal) {
        if (!DIGITS.matcher(text).matches()) {
            return withUnit(text, nominal);
        }
        Memory asDocumented = in(text, documented);
        if (asDocumented != null && plausible(asDocumented, nominal)) {
            return new Reading.Plausible(asDocumented, "");
        }
        for (Unit unit : List.of(Unit.BYTES, Unit.MEBIBYTES, Unit.MEGABYTES, Unit.GIBIBYTES)) {
            Memory other = in(text, unit);
            if (other != null && plausible(other, nominal)) {
                return new Reading.Plausible(
                        other,
                        "the memory " + text + " is implausible in " + documented + " and is taken in " + unit + ": "
                                + other);
            }
        }
        return new Reading.Implausible("the memory " + text + " is implausible in bytes, MiB, MB and GiB"
                + (nominal == null ? "" : ": the model has " + nominal) + ". It is not used.");
    }

    private static Reading withUnit(String text, @Nullable Memory nominal) {
        try {
            Memory memory = Memory.parse(text);
            return plausible(memory, nominal)
                    ? new Reading.Plausible(memory, "")
                    : new Reading.Implausible("the memory " + memory + " is implausible"
                            + (nominal == null ? "" : ": the model has " + nominal) + ". It is not used.");
        } catch (QuantityException e) {
            return new Reading.Implausible(e.getMessage());
        }
    }

    private static @Nullable Memory in(String digits, Unit unit) {
        try {
            return new Memory(Long.parseLong(digits)).times(unit.bytes);
        } catch (NumberFormatException | QuantityException _) {
            return null;
        }
    }

    /** A device reports a little less than its nominal memory, never more: that tells MB from MiB on most cards. */
    private static boolean plausible(Memory memory, @Nullable Memory nominal) {
        if (nominal == null) {
            return memory.compareTo(LEAST) >= 0 && memory.compareTo(MOST) <= 0;
        }
        return MemoryTolerance.covers(memory, nominal) && memory.bytes() <= nominal.bytes() + nominal.bytes() / 100;
    }
}
