package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static io.isobar.broker.resource.SeededCases.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    @ParameterizedTest
    @CsvSource({
        "7.8 CNY, 7800000, 7.80 CNY", "0 CNY, 0, 0.00 CNY", "2246400 CNY, 2246400000000, 2246400.00 CNY",
        "-1.5 USD, -1500000, -1.50 USD", "700 JPY, 700000000, 700 JPY", "0.000001 USD, 1, 0.000001 USD",
        "0.0125 USD, 12500, 0.0125 USD", "1.1000000000 USD, 1100000, 1.10 USD", "'  7.8   CNY ', 7800000, 7.80 CNY"
    })
    void readsAndPrintsAnAmount(String text, long micros, String printed) {
        Money money = Money.parse(text);
        assertThat(money.micros()).isEqualTo(micros);
        assertThat(money).hasToString(printed);
        assertThat(Money.parse(printed)).isEqualTo(money);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7.8",
                "7.8CNY",
                "CNY 7.8",
                "7.8 cny",
                "7.8 RMB",
                "7.8 XXX",
                "7.8 XAU",
                "7.8 ￥",
                "1e3 CNY",
                "1,000 CNY",
                "--1 CNY",
                "+1 CNY",
                "NaN CNY",
                "0.0000001 CNY",
                "9223372036854.775808 CNY",
                "７.8 CNY",
                " CNY",
                "- CNY",
                "7.8 CNY/h",
                "7.8 CNY CNY",
                "1Gi CNY",
                "999999999999999999999 CNY",
                "-9223372036854.775808 CNY"
            })
    void refusesWhatIsNotExactlyMoney(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> Money.parse(text));
    }

    @Test
    void reproducesTheBillOfTwoHundredCardsOverTwoMonths() {
        Money perCardHour = Money.parse("7.8", "CNY");
        Money bill = perCardHour.times(200).perHourOver(Duration.ofDays(60));
        assertThat(bill).isEqualTo(Money.parse("2246400 CNY"));
    }

    @Test
    void neverMixesCurrencies() {
        Money yuan = Money.parse("1 CNY");
        Money dollar = Money.parse("1 USD");
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> yuan.compareTo(dollar))
                .withMessageContaining("1.00 CNY and 1.00 USD are of different currencies");
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> yuan.plus(dollar));
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> yuan.minus(dollar));
    }

    @Test
    void addsAndMultipliesExactlyOrRefuses() {
        SeededCases.check(20_000, random -> {
            var left = new Money(signed(random), CNY);
            var right = new Money(signed(random), CNY);
            long count = signed(random);
            BigInteger a = BigInteger.valueOf(left.micros());
            exactOrRefused(a.add(BigInteger.valueOf(right.micros())), () -> left.plus(right));
            exactOrRefused(a.subtract(BigInteger.valueOf(right.micros())), () -> left.minus(right));
            exactOrRefused(a.multiply(BigInteger.valueOf(count)), () -> left.times(count));
        });
    }

    @Test
    void multipliesByARatioWithOneRoundingHalfToEven() {
        SeededCases.check(20_000, random -> {
            var price = new Money(signed(random), CNY);
            long numerator = signed(random);
            long denominator = Math.max(1, magnitude(random));
            BigDecimal exact = BigDecimal.valueOf(price.micros()).multiply(BigDecimal.valueOf(numerator));
            exactOrRefused(
                    exact.divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_EVEN)
                            .toBigIntegerExact(),
                    () -> price.times(numerator, denominator));
        });
    }

    @Test
    void pricesADurationToTheNanosecond() {
        SeededCases.check(20_000, random -> {
            var price = new Money(signed(random), CNY);
            int nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
            var duration = Duration.ofSeconds(magnitude(random) >> random.nextInt(40), nanos);
            BigDecimal seconds = BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(nanos, 9));
            exactOrRefused(
                    BigDecimal.valueOf(price.micros())
                            .multiply(seconds)
                            .divide(BigDecimal.valueOf(3_600), 0, RoundingMode.HALF_EVEN)
                            .toBigIntegerExact(),
                    () -> price.perHourOver(duration));
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2, 0", "3, 1, 2, 2", "5, 1, 2, 2", "-1, 1, 2, 0", "-3, 1, 2, -2", "7, 2, 3, 5", "1, 2, 3, 1"})
    void roundsHalvesToTheEvenNeighbour(long micros, long numerator, long denominator, long expected) {
        assertThat(new Money(micros, CNY).times(numerator, denominator).micros())
                .isEqualTo(expected);
    }

    @Test
    void readsBackEveryAmountThatItPrints() {
        SeededCases.check(10_000, random -> {
            var money = new Money(signed(random), CNY);
            assertThat(Money.parse(money.toString())).isEqualTo(money);
            assertThat(Money.of(money.toBigDecimal(), CNY)).isEqualTo(money);
        });
    }

    private static void exactOrRefused(BigInteger expected, Supplier<Money> computed) {
        if (expected.abs().bitLength() <= 63) {
            assertThat(computed.get().micros()).isEqualTo(expected.longValueExact());
        } else {
            assertThatExceptionOfType(QuantityException.class).isThrownBy(computed::get);
        }
    }

    @Test
    void isRoundedToTheDigitsOfItsCurrencyForSentences() {
        assertThat(Money.parse("2417853.983367 CNY").rounded()).isEqualTo(Money.parse("2417853.98 CNY"));
        assertThat(Money.parse("0.125 USD").rounded()).isEqualTo(Money.parse("0.12 USD"));
        assertThat(Money.parse("10.5 JPY").rounded()).isEqualTo(Money.parse("10 JPY"));
    }
}
