package io.isobar.broker.resource;

import java.util.Currency;

/** ISO 4217 codes of money that can be paid with. */
public final class Currencies {
    private static final String REMEDY = "Write the three upper-case letters of ISO 4217, such as CNY or USD";

    private Currencies() {}

    /** The currency of a code; throws {@link QuantityException} for metals, test codes and anything unknown. */
    public static Currency of(String code) {
        boolean letters = code.length() == 3;
        for (int i = 0; letters && i < 3; i++) {
            letters = code.charAt(i) >= 'A' && code.charAt(i) <= 'Z';
        }
        if (!letters) {
            throw QuantityException.unreadable("currency", code, "it is not three upper-case letters", REMEDY);
        }
        Currency currency;
        try {
            currency = Currency.getInstance(code);
        } catch (IllegalArgumentException _) {
            throw QuantityException.unreadable("currency", code, "ISO 4217 does not have it", REMEDY);
        }
        if (currency.getDefaultFractionDigits() < 0) {
            // XAU, XDR, XTS, XXX: nobody can be billed in them.
            throw QuantityException.unreadable("currency", code, "it is not money that can be paid with", REMEDY);
        }
        return currency;
    }
}
