package io.isobar.cli.text;

import com.google.protobuf.MessageOrBuilder;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.resource.v1.Range;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.LongFunction;

/** Counts, cores, bytes and money as text. */
public final class Amounts {
    private static final String[] BINARY = {"B", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    /** Digits after the point of every amount of money, and the most of a price. */
    private static final int CENTS = 2;

    private static final int PRICE_DIGITS = 6;

    private Amounts() {}

    /** With commas between thousands. */
    public static String count(long count) {
        return grouped(Long.toString(count));
    }

    /** At most one digit after the point from 10 on, two below. */
    public static String decimal(double value) {
        return number(BigDecimal.valueOf(value), Math.abs(value) >= 10 ? 1 : 2);
    }

    /** Cores from thousandths: "64", "0.5". */
    public static String cores(long millicpus) {
        return number(BigDecimal.valueOf(millicpus, 3), 3);
    }

    /** In the largest binary unit in which it is at least 1: "512Gi", "1.5Ti". */
    public static String bytes(long bytes) {
        int unit = 0;
        double value = bytes;
        while (Math.abs(value) >= 1_024 && unit < BINARY.length - 1) {
            value /= 1_024;
            unit++;
        }
        return (unit == 0 ? count(bytes) : decimal(value)) + BINARY[unit];
    }

    /** "64+" at least, "..8" at most, "8..64" between, "=8" exactly; "any" without an end. */
    public static String range(Range range, LongFunction<String> text) {
        if (!range.hasMaximum()) {
            return range.hasMinimum() ? text.apply(range.getMinimum()) + "+" : "any";
        }
        var most = text.apply(range.getMaximum());
        if (!range.hasMinimum()) {
            return ".." + most;
        }
        return range.getMinimum() == range.getMaximum() ? "=" + most : text.apply(range.getMinimum()) + ".." + most;
    }

    /** A sum of money: "2,246,400.00 CNY"; an absent one is not known. */
    public static String money(Money money) {
        return isAbsent(money) ? Unknown.MARK : amount(money, CENTS) + " " + money.getCurrency();
    }

    /** A sum of money for a column that names its currency; from 10,000 on without cents, where room is short. */
    public static String rounded(Money money) {
        if (isAbsent(money)) {
            return Unknown.MARK;
        }
        var text = amount(money, CENTS);
        return text.matches("-?\\d[\\d,]{5,}\\.\\d\\d") ? number(new BigDecimal(money.getAmount()), 0) : text;
    }

    /** A price as it is quoted, to six digits: "0.15 CNY"; an absent one is not known. */
    public static String price(Money money) {
        return isAbsent(money) ? Unknown.MARK : amount(money, PRICE_DIGITS) + " " + money.getCurrency();
    }

    private static String amount(Money money, int mostDigits) {
        BigDecimal amount;
        try {
            amount = new BigDecimal(money.getAmount());
        } catch (NumberFormatException notDecimal) {
            return money.getAmount();
        }
        var shown = trimmed(amount.setScale(mostDigits, RoundingMode.HALF_UP));
        // A small sum must not read as nothing.
        var exact = shown.signum() == 0 && amount.signum() != 0 ? trimmed(amount) : shown;
        return grouped(
                (exact.scale() < CENTS ? exact.setScale(CENTS, RoundingMode.UNNECESSARY) : exact).toPlainString());
    }

    private static boolean isAbsent(MessageOrBuilder message) {
        return message.getAllFields().isEmpty();
    }

    private static String number(BigDecimal value, int mostDigits) {
        return grouped(trimmed(value.setScale(mostDigits, RoundingMode.HALF_UP)).toPlainString());
    }

    private static BigDecimal trimmed(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /** A plain decimal with commas between the thousands. The formats of the JDK load locales for this, which shows at start. */
    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        var to = new StringBuilder(plain);
        int first = plain.startsWith("-") ? 1 : 0;
        for (int at = (point < 0 ? plain.length() : point) - 3; at > first; at -= 3) {
            to.insert(at, ',');
        }
        return to.toString();
    }
}
