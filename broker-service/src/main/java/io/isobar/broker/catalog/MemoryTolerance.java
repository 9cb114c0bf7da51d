package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Compares device memory as it is sold with device memory as it is reported.
 *
 * <p>Vendors say GB where the memory has GiB, and drivers keep a part for themselves: a 16 GB card reports 15,360 MiB,
 * a 40 GB card 39,538 MiB, an 80 GB card 81,559 MiB. So nominal gigabytes are read as GiB, and amounts within 7 % of
 * one another are the same size. The sizes in which one model is sold are further apart: 16 and 32, 40 and 80, 96 and
 * 141, 96 and 144.
 */
public final class MemoryTolerance {
    /** Per cent of the nominal amount. */
    public static final int PERCENT = 7;

    private MemoryTolerance() {}

    /** The amount that {@code 80} "GB" on a data sheet stand for: 80 GiB, rounded down to the MiB. */
    public static Memory nominal(BigDecimal gigabytes) {
        return Memory.ofMebibytes(gigabytes
                .multiply(BigDecimal.valueOf(1_024))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact());
    }

    /** Whether a device that reports {@code reported} can be one of {@code nominal}. */
    public static boolean matches(Memory nominal, Memory reported) {
        long slack = slack(nominal);
        return Math.abs(nominal.bytes() - reported.bytes()) <= slack;
    }

    /** Whether a device with {@code has} meets a request for at least {@code asked}. */
    public static boolean covers(Memory has, Memory asked) {
        return has.bytes() >= asked.bytes() - slack(asked);
    }

    /**
     * Whether a device that reports {@code reported} can hardly be one of {@code nominal}, even if what is reported
     * is only what can be allocated of it: less than four fifths.
     */
    public static boolean isFarBelow(Memory reported, Memory nominal) {
        return reported.bytes() < nominal.bytes() / 5 * 4;
    }

    private static long slack(Memory amount) {
        // Divided first: an amount near 2^63 must not wrap, and below a hundred bytes nobody compares devices.
        return amount.bytes() / 100 * PERCENT;
    }
}
