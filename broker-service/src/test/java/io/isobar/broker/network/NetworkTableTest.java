package io.isobar.broker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.Money;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetworkTableTest {
    private static Network read(String rows) throws IOException {
        return NetworkTable.read("links.csv", new StringReader("from,to,gbps,egress_per_gb,source\n" + rows));
    }

    @Test
    void tenTerabytesOverTheMedianLinkTakeAboutFiveHoursAndCostNineHundredDollars() throws IOException {
        var link = read("virginia,oregon,5.5,0.09 USD,somebody\n")
                .between("virginia", "oregon")
                .orElseThrow();
        var data = Memory.parse("10TB");

        assertThat(link.timeFor(data)).isBetween(Duration.ofHours(5), Duration.ofMinutes(306));
        assertThat(link.priceOf(data)).isEqualTo(Money.parse("900 USD"));
    }

    @Test
    void aWayHasADirection() throws IOException {
        assertThat(read("a,b,1,0 CNY,\n").between("b", "a")).isEmpty();
    }

    @Test
    void aRowMayGiveTheRoundTripOnlyAndTheLongerOfTwoCounts() throws IOException {
        var network = NetworkTable.read(
                "links.csv",
                new StringReader("from,to,gbps,egress_per_gb,rtt_ms\na,b,,,12.5\nb,a,1,0 CNY,14\nc,a,1,0 CNY,\n"));

        assertThat(network.roundTrip("a", "b")).contains(Duration.ofMillis(14));
        assertThat(network.between("a", "b")).isEmpty();
        assertThat(network.between("b", "a")).isPresent();
        assertThat(network.roundTrip("a", "c")).isEmpty();
    }

    @Test
    void refusesARoundTripOfNothing() {
        assertThatThrownBy(() -> NetworkTable.read(
                        "links.csv", new StringReader("from,to,gbps,egress_per_gb,rtt_ms\na,b,,,0\n")))
                .hasMessageContaining("links.csv:2: rtt_ms is \"0\"");
    }

    @Test
    void namesEveryProblemWithItsLine() {
        assertThatThrownBy(() -> read("""
                        a,a,1,0 CNY,
                        a,b,0,0 CNY,
                        a,c,fast,0 CNY,
                        a,d,1,0,
                        a,e,1,-1 CNY,
                        a,f,1,1 CNY,
                        a,f,2,1 CNY,
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "6 problems",
                        "links.csv:2",
                        "links.csv:3",
                        "links.csv:4",
                        "links.csv:5",
                        "links.csv:6",
                        "links.csv:8: the way from a to f is there twice");
    }

    @Test
    void refusesAnUnknownColumn() {
        assertThatThrownBy(() -> NetworkTable.read("links.csv", new StringReader("from,to,gbps,egress\n")))
                .hasMessageContaining("\"egress\" is not known")
                .hasMessageContaining("\"egress_per_gb\" is required");
    }
}
