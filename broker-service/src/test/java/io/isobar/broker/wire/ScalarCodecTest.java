package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.workload.FieldRules;
import io.isobar.proto.resource.v1.Money;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarCodecTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();

    @Test
    void timesAndMoneyComeBackAsTheyWere() {
        SeededCases.check(2_000, random -> {
            var generator = new Generator(random, CATALOG);
            var instant = generator.instant();
            var duration = random.nextBoolean()
                    ? generator.duration()
                    : generator.duration().negated();
            var money = generator.money();

            assertThat(TimeCodec.fromProto(TimeCodec.toProto(instant))).isEqualTo(instant);
            assertThat(TimeCodec.fromProto(TimeCodec.toProto(duration))).isEqualTo(duration);
            assertThat(Durations.isValid(TimeCodec.toProto(duration))).isTrue();
            assertThat(MoneyCodec.fromProto(MoneyCodec.toProto(money))).isEqualTo(money);
            assertThat(MoneyCodec.fromProto(MoneyCodec.toProto(money.negated())))
                    .isEqualTo(money.negated());
        });
    }

    @Test
    void aShortNegativeDurationHasNoPositivePart() {
        var written = TimeCodec.toProto(Duration.ofMillis(-500));

        assertThat(written.getSeconds()).isZero();
        assertThat(written.getNanos()).isEqualTo(-500_000_000);
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> TimeCodec.fromProto(
                        Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9223372036854775807");
        assertThatThrownBy(() -> TimeCodec.fromProto(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(1)
                        .setNanos(-1)
                        .build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'',CNY",
        "1,''",
        "1e3,CNY",
        "' 1',CN",
        "1.0000001,CNY",
        "１,CNY",
        "1,cny",
        "1,XAU",
        "NaN,CNY",
        "--1,CNY",
        "9223372036854775808,CNY",
        "'1,000',CNY"
    })
    void refusesMoneyThatIsNone(String amount, String currency) {
        assertThatThrownBy(() -> MoneyCodec.fromProto(Money.newBuilder()
                        .setAmount(amount)
                        .setCurrency(currency)
                        .build()))
                .isInstanceOf(QuantityException.class);
    }

    @Test
    void textsAreMadeHarmless() {
        assertThat(Text.clean("a\0b\u001bc\nd\uD800e", 100)).isEqualTo("a b c\nd\uFFFDe");
        assertThat(Text.clean("12345", 3)).isEqualTo("123…");
        assertThat(Text.clean("😀😀", 3)).isEqualTo("😀…");
        assertThat(FieldRules.textProblem("算力😀", 10)).isNull();
        assertThat(FieldRules.textProblem("\uD83D", 10)).contains("surrogate");
        assertThat(FieldRules.textProblem("a\0", 10)).contains("character 2 is NUL");
    }
}
