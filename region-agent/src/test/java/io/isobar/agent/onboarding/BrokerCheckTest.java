package io.isobar.agent.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.session.AgentProtocol;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.region.v1.CheckLinksResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {
    private static final Instant SENT = Instant.parse("2026-06-01T12:00:00Z");

    private static LinkCheck clock(Duration brokerAfterSent, Duration roundTrip) {
        return BrokerCheck.clock(
                "b:9090",
                CheckLinksResponse.newBuilder()
                        .setAnsweredAt(WireTime.timestamp(SENT.plus(brokerAfterSent)))
                        .build(),
                SENT,
                roundTrip);
    }

    @Test
    void measuresTheClockByTheMiddleOfTheRoundTrip() {
        assertThat(clock(Duration.ofMillis(250), Duration.ofMillis(100)))
                .isEqualTo(LinkCheck.good("clock", "b:9090", "this host is 200 ms behind, give or take 50 ms"));
        assertThat(clock(Duration.ofMillis(-150), Duration.ofMillis(100)))
                .isEqualTo(LinkCheck.good("clock", "b:9090", "this host is 200 ms ahead, give or take 50 ms"));
    }

    @Test
    void aClockThatIsSurelyMoreThanASecondOffIsBad() {
        assertThat(clock(Duration.ofSeconds(3), Duration.ofMillis(100)).remedy())
                .contains("NTP");
        assertThat(clock(Duration.ofSeconds(3), Duration.ofSeconds(5)).good()).isTrue();
    }

    private static LinkCheck protocol(int major, int minor) {
        return BrokerCheck.protocol(
                "b",
                CheckLinksResponse.newBuilder()
                        .setProtocolMajor(major)
                        .setProtocolMinor(minor)
                        .build());
    }

    @Test
    void aBrokerMayBeOneMinorApartAndNoMore() {
        assertThat(protocol(AgentProtocol.MAJOR, AgentProtocol.MINOR).good()).isTrue();
        assertThat(protocol(AgentProtocol.MAJOR, AgentProtocol.MINOR - 1).good())
                .isTrue();
        assertThat(protocol(AgentProtocol.MAJOR, AgentProtocol.MINOR + 1).good())
                .isTrue();
        assertThat(protocol(AgentProtocol.MAJOR, AgentProtocol.MINOR + 2).remedy())
                .contains("upgrade the agent");
        assertThat(protocol(AgentProtocol.MAJOR, AgentProtocol.MINOR - 2).good())
                .isFalse();
        assertThat(protocol(AgentProtocol.MAJOR + 1, 0).good()).isFalse();
        assertThat(protocol(AgentProtocol.MAJOR + 1, 0).finding())
                .isEqualTo("the broker speaks protocol 2.0, this agent 1." + AgentProtocol.MINOR);
    }

    @Test
    void aBrokerThatDoesNotSayWhatItSpeaksIsBad() {
        assertThat(BrokerCheck.protocol("b", CheckLinksResponse.getDefaultInstance())
                        .good())
                .isFalse();
    }
}
