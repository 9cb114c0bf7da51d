package io.isobar.agent.inventory;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of money, not negative; at most 12 digits before the point and 9 after it. */
public record Money(BigDecimal amount, String currency) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ([A-Z]{3})");

    public Money {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a price is never negative, not " + amount);
        }
    }

    /** Reads "7.8 CNY". */
    public static Money parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a price; write a decimal, a space and the currency, as in '7.8 CNY'");
        }
        return new Money(new BigDecimal(matcher.group(1)), matcher.group(2));
    }
}
