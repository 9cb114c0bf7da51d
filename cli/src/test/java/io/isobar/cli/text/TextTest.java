package io.isobar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Records;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "59,59s",
        "60,1m",
        "65,1m5s",
        "600,10m",
        "3599,59m",
        "7380,2h3m",
        "172799,47h",
        "172800,2d",
        "-3,0s"
    })
    void agesReadInOneOrTwoUnits(long seconds, String text) {
        assertThat(Ages.brief(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void anAgeInTheFutureIsNotBelieved() {
        assertThat(Ages.ago(Records.ago(-3_600), Records.NOW)).isEqualTo("clocks differ");
        assertThat(Ages.ago(Records.ago(-2), Records.NOW)).isEqualTo("0s ago");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2246400|2,246,400.00 CNY",
                "7.8|7.80 CNY",
                "0|0.00 CNY",
                "0.00001|0.00001 CNY",
                "-1234.5|-1,234.50 CNY",
                "-123|-123.00 CNY",
                "not a number|not a number CNY"
            })
    void moneyKeepsItsThousandsAndCents(String amount, String text) {
        assertThat(Amounts.money(Records.money(amount, "CNY"))).isEqualTo(text);
    }

    @Test
    void aPriceThatIsNotKnownIsNotZero() {
        assertThat(Amounts.money(Money.getDefaultInstance())).isEqualTo("-");
        assertThat(Amounts.price(Records.money("0.704365", "USD"))).isEqualTo("0.704365 USD");
    }

    @Test
    void coresBytesAndRangesReadAsTheyAreWritten() {
        assertThat(Amounts.cores(500)).isEqualTo("0.5");
        assertThat(Amounts.cores(24_576_000)).isEqualTo("24,576");
        assertThat(Amounts.bytes(512L << 30)).isEqualTo("512Gi");
        assertThat(Amounts.bytes(3L << 39)).isEqualTo("1.5Ti");
        assertThat(Amounts.bytes(1_023)).isEqualTo("1,023B");
        assertThat(Amounts.range(Range.newBuilder().setMinimum(64_000).build(), Amounts::cores))
                .isEqualTo("64+");
        assertThat(Amounts.range(
                        Range.newBuilder().setMinimum(8_000).setMaximum(8_000).build(), Amounts::cores))
                .isEqualTo("=8");
    }

    @Test
    void enumsReadWithoutTheirPrefixAndUnknownOnesAsUnknown() {
        assertThat(Words.token(WorkloadState.WORKLOAD_STATE_RUNNING)).isEqualTo("RUNNING");
        assertThat(Words.word(BillingMode.BILLING_MODE_ON_DEMAND)).isEqualTo("on-demand");
        assertThat(Words.token(Reason.REASON_UNSPECIFIED)).isEqualTo("-");
        assertThat(Words.token(Reason.UNRECOGNIZED)).isEqualTo("-");
    }

    @Test
    void controlCharactersAreShownAndNotObeyed() {
        assertThat(Escapes.line("a\u001b[31mred\u0007\nb\r\tc\u009b1m\u202eltr"))
                .isEqualTo("a\\u{1b}[31mred\\u{7}\\nb\\r\\tc\\u{9b}1m\\u{202e}ltr");
        assertThat(Escapes.line("贵安 Gui'an é")).isEqualTo("贵安 Gui'an é");
        assertThat(Escapes.json("\"\u009b\"")).isEqualTo("\"\\u009b\"");
        assertThat(Escapes.json("{\n  \"a\": \"x\u202ey 贵 😀\"\n}")).isEqualTo("{\n  \"a\": \"x\\u202ey 贵 😀\"\n}");
    }

    @Test
    void timesAreWrittenWithTheirZone() {
        var zone = ZoneId.of("Asia/Shanghai");
        assertThat(Times.full(Records.ago(0), zone)).isEqualTo("2026-11-25T16:00:00+08:00");
    }
}
