package io.isobar.agent.onboarding;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.session.AgentProtocol;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether a broker answers, speaks the agent's protocol, and has the same time. */
public final class BrokerCheck {
    private static final String LINK = "broker";
    private static final long ANSWER_LIMIT_SECONDS = 15;

    /** Beyond it the broker warns of a region's clock, and corrects what it dates. */
    private static final Duration MOST_SKEW = Duration.ofSeconds(1);

    private BrokerCheck() {}

    /** Asks the broker to look at its own links, which any client may; opens no session. */
    public static List<LinkCheck> run(HostPort broker, ManagedChannel channel, InstantSource clock) {
        String name = broker.toString();
        Instant sent = clock.instant();
        CheckLinksResponse answer;
        try {
            answer = RegionServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)
                    .checkLinks(CheckLinksRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return List.of(
                    LinkCheck.bad(LINK, name, CatalogueQuestions.describe(e.getStatus()), remedy(e.getStatus())));
        }
        Duration roundTrip = Duration.between(sent, clock.instant());
        return List.of(
                LinkCheck.good(LINK, name, "answers after " + roundTrip.toMillis() + " ms"),
                protocol(name, answer),
                clock(name, answer, sent, roundTrip));
    }

    private static String remedy(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                "see whether the broker runs and this host may dial out to it (firewall, DNS); isobar.agent.broker names it";
            case UNIMPLEMENTED -> "isobar.agent.broker must name the gRPC port of a broker, 9090 by default";
            default -> "ask the broker's operator; its log has the reason";
        };
    }

    static LinkCheck protocol(String name, CheckLinksResponse answer) {
        String link = "protocol";
        if (!answer.hasProtocolMajor()) {
            return LinkCheck.bad(
                    link, name, "the broker does not say which it speaks", "bring the broker to the agent's version");
        }
        int major = answer.getProtocolMajor();
        int minor = answer.getProtocolMinor();
        String finding = AgentProtocol.versions(major, minor);
        if (AgentProtocol.refusal(major, minor).isPresent()) {
            return LinkCheck.bad(
                    link, name, finding, "upgrade the older one; they may be one minor apart (docs/upgrade.md)");
        }
        return minor > AgentProtocol.MINOR + 1
                ? LinkCheck.bad(
                        link, name, finding, "upgrade the agent; the broker takes those of one minor before its own")
                : LinkCheck.good(link, name, finding);
    }

    /** The broker read its clock within the round trip, so its half is how far off the figure may be. */
    static LinkCheck clock(String name, CheckLinksResponse answer, Instant sent, Duration roundTrip) {
        String link = "clock";
        if (!answer.hasAnsweredAt()) {
            return LinkCheck.bad(
                    link, name, "the broker does not tell its time", "bring the broker to the agent's version");
        }
        Duration half = roundTrip.dividedBy(2);
        Duration ahead = Duration.between(WireTime.instant(answer.getAnsweredAt()), sent.plus(half));
        String finding = "this host is " + ahead.abs().toMillis() + " ms " + (ahead.isNegative() ? "behind" : "ahead")
                + ", give or take " + half.toMillis() + " ms";
        return ahead.abs().minus(half).compareTo(MOST_SKEW) > 0
                ? LinkCheck.bad(link, name, finding, "set the clocks by NTP (chronyc tracking shows this one)")
                : LinkCheck.good(link, name, finding);
    }
}
