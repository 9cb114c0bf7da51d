package io.isobar.broker.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
    private static final long SEED = 20261130;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 2, 0.00",
        "0.005, 2, 0.01",
        "-0.001, 2, 0.00",
        "-0.5, 0, -1",
        "1234567.891, 1, 1234567.9",
        "0.000001, 6, 0.000001",
        "1e18, 2, 1000000000000000000.00",
        "NaN, 1, NaN",
        "-Infinity, 1, -Infinity"
    })
    void writesWhatPeopleExpect(double amount, int decimals, String text) {
        assertThat(Decimals.print(amount, decimals)).isEqualTo(text);
    }

    @Test
    void isWithinHalfAUnitOfTheLastDigit() {
        var random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            int decimals = random.nextInt(7);
            double amount = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(9));
            var text = Decimals.print(amount, decimals);
            var formatted = new BigDecimal(String.format(Locale.ROOT, "%." + decimals + "f", amount));
            var difference = new BigDecimal(text).subtract(formatted).abs().movePointRight(decimals);
            assertThat(difference)
                    .as("seed %d, %s to %d", SEED, amount, decimals)
                    .isLessThanOrEqualTo(BigDecimal.ONE);
            assertThat(new BigDecimal(text)
                            .subtract(new BigDecimal(amount))
                            .abs()
                            .movePointRight(decimals))
                    .as("seed %d, %s to %d", SEED, amount, decimals)
                    .isLessThanOrEqualTo(BigDecimal.valueOf(0.5 + Math.ulp(Math.abs(amount) * Math.pow(10, decimals))));
            assertThat(text).matches(decimals == 0 ? "-?\\d+" : "-?\\d+\\.\\d{" + decimals + "}");
        }
    }

    @Test
    void writesMoneyWithTheUsualDigitsOrAsManyAsItNeeds() {
        var random = new Random(SEED);
        for (var currency : new String[] {"CNY", "JPY", "KWD"}) {
            for (int i = 0; i < 10_000; i++) {
                long micros = random.nextLong()
                        / (long) Math.pow(10, random.nextInt(19))
                        * (long) Math.pow(10, random.nextInt(3));
                var money = new Money(micros == Long.MIN_VALUE ? 0 : micros, Currency.getInstance(currency));
                var plain = money.toBigDecimal().stripTrailingZeros();
                int digits = Math.max(plain.scale(), money.currency().getDefaultFractionDigits());
                assertThat(money.amount())
                        .as("seed %d", SEED)
                        .isEqualTo(plain.setScale(digits).toPlainString());
            }
        }
    }
}
