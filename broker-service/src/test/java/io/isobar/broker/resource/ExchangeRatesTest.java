package io.isobar.broker.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isobar.broker.resource.Conversion.Converted;
import io.isobar.broker.resource.Conversion.RateMissing;
import io.isobar.broker.resource.ExchangeRates.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeRatesTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final ExchangeRates RATES = new ExchangeRates(
            CNY,
            Map.of(
                    USD, new Rate(new BigDecimal("7.10"), MONDAY.plusDays(1)),
                    EUR, new Rate(new BigDecimal("8.20"), MONDAY)));

    @Test
    void convertsToAndFromTheBaseWithTheDateOfTheRate() {
        assertThat(RATES.convert(Money.parse("2 USD"), CNY))
                .isEqualTo(new Converted(Money.parse("14.2 CNY"), MONDAY.plusDays(1)));
        assertThat(RATES.convert(Money.parse("8.2 CNY"), EUR)).isEqualTo(new Converted(Money.parse("1 EUR"), MONDAY));
    }

    @Test
    void convertsThroughTheBaseWithTheOlderDateAndOneRounding() {
        assertThat(RATES.convert(Money.parse("1 USD"), EUR))
                .isEqualTo(new Converted(Money.parse("0.865854 EUR"), MONDAY));
    }

    @Test
    void saysWhichRateIsMissingInsteadOfAssumingOne() {
        assertThat(RATES.convert(Money.parse("1 JPY"), CNY)).isEqualTo(new RateMissing(JPY, CNY));
        assertThat(RATES.convert(Money.parse("1 USD"), JPY)).isEqualTo(new RateMissing(JPY, CNY));
        assertThat(ExchangeRates.none(CNY).convert(Money.parse("0 USD"), CNY)).isEqualTo(new RateMissing(USD, CNY));
    }

    @Test
    void leavesMoneyOfTheSameCurrencyAsItIs() {
        assertThat(ExchangeRates.none(CNY).convert(Money.parse("7.8 USD"), USD))
                .isEqualTo(new Converted(Money.parse("7.8 USD"), LocalDate.MAX));
    }

    @Test
    void refusesARateThatIsNotPositiveAndARateOfTheBase() {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> new Rate(BigDecimal.ZERO, MONDAY));
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> new ExchangeRates(CNY, Map.of(CNY, new Rate(BigDecimal.ONE, MONDAY))));
    }
}
