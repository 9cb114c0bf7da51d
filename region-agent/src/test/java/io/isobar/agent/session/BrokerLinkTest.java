package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.execution.BrokerCommand;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.FullReportRequest;
import io.isobar.proto.region.v1.KeepAlive;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BrokerLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RegionMessage.AttemptNews news(int number, long sequence) {
        AttemptId id = new AttemptId("w-" + number + "-1");
        return new RegionMessage.AttemptNews(
                new AttemptKey(id, id.workload(), 1),
                LinkFixture.POOL,
                new AttemptState.Running(Instant.EPOCH),
                sequence,
                0,
                Instant.EPOCH);
    }

    private static Throwable notLeader(String leader) {
        return StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("NOT_LEADER")
                        .setDomain("isobar")
                        .putMetadata("leader", leader)
                        .build()))
                .build());
    }

    @Test
    void beginsEachSessionWithAFullReportAndSendsOnlyWhatComesAfterIt() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            broker.awaitStream(0).awaitReport();
            broker.awaitStream(0).fail(Status.UNAVAILABLE.asRuntimeException());
            ScriptedBroker.Stream second = broker.awaitStream(1);
            second.awaitReport();

            fixture.link.tell(news(1, 1));

            second.awaitMessage(ConnectRequest::hasAttempt);
            List<ConnectRequest.MessageCase> order =
                    second.all(request -> !request.hasKeepAlive(), ConnectRequest::getMessageCase);
            assertThat(order)
                    .containsExactly(
                            ConnectRequest.MessageCase.HELLO,
                            ConnectRequest.MessageCase.POOL,
                            ConnectRequest.MessageCase.REPORT_END,
                            ConnectRequest.MessageCase.ATTEMPT);
            assertThat(second.received().getFirst().getHello().getReport())
                    .isGreaterThan(broker.awaitStream(0)
                            .received()
                            .getFirst()
                            .getHello()
                            .getReport());
        }
    }

    @Test
    void connectsAsSoonAsThereIsABroker() throws IOException {
        ScriptedBroker gone = new ScriptedBroker();
        int port = gone.address().port();
        gone.close();
        try (LinkFixture fixture = new LinkFixture(new HostPort("127.0.0.1", port))) {
            await().atMost(PATIENCE).until(() -> fixture.link.status().detail().contains("UNAVAILABLE"));
            assertThat(fixture.link.status().registered()).isFalse();

            try (ScriptedBroker broker = new ScriptedBroker(port)) {
                broker.awaitStream(0).awaitReport();
                await().atMost(PATIENCE).until(() -> fixture.link.status().registered());
            }
        }
    }

    @Test
    void followsTheLeaderThatAReplicaNames() throws IOException {
        try (ScriptedBroker leader = new ScriptedBroker();
                ScriptedBroker follower = new ScriptedBroker()
                        .refusesWith(notLeader(leader.address().toString()));
                LinkFixture fixture = new LinkFixture(follower.address())) {
            leader.awaitStream(0).awaitReport();

            assertThat(follower.streams()).hasSize(1);
            await().atMost(PATIENCE).until(() -> fixture.link.status().registered());
        }
    }

    @Test
    void comesBackToTheConfiguredBrokerWhenTheNamedLeaderIsGone() throws IOException {
        ScriptedBroker gone = new ScriptedBroker();
        String nowhere = gone.address().toString();
        gone.close();
        try (ScriptedBroker broker = new ScriptedBroker().refusesWith(notLeader(nowhere));
                LinkFixture fixture = new LinkFixture(broker.address())) {
            broker.awaitStream(1);
            broker.refusesWith(null);

            broker.awaitStream(2);
            await().atMost(PATIENCE).until(() -> fixture.link.status().registered());
        }
    }

    @Test
    void ignoresABrokerThatLeadsByAnOlderEpoch() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker().leadsBy(5);
                LinkFixture fixture = new LinkFixture(broker.address())) {
            broker.awaitStream(0).awaitReport();
            broker.leadsBy(4);
            broker.awaitStream(0).fail(Status.UNAVAILABLE.asRuntimeException());

            ScriptedBroker.Stream stale = broker.awaitStream(1);
            stale.awaitEnd();

            assertThat(stale.all(ConnectRequest::hasPool, request -> request)).isEmpty();
            assertThat(fixture.commands).hasSize(1);
        }
    }

    @Test
    void givesUpABrokerThatFallsSilent() throws IOException {
        try (ScriptedBroker broker =
                        new ScriptedBroker().breaksSilenceAfter(Duration.ofMillis(100), Duration.ofMillis(400));
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream first = broker.awaitStream(0);
            first.awaitReport();

            broker.awaitStream(1).awaitReport();

            first.awaitEnd();
            assertThat(fixture.commands).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void givesUpABrokerThatFallsSilentThoughItsClockIsSetBack() throws IOException {
        try (ScriptedBroker broker =
                        new ScriptedBroker().breaksSilenceAfter(Duration.ofMillis(100), Duration.ofMillis(400));
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream first = broker.awaitStream(0);
            first.awaitReport();

            fixture.ahead = Duration.ofHours(-1);

            broker.awaitStream(1).awaitReport();
            first.awaitEnd();
        }
    }

    @Test
    void keepsTheLinkAliveAndAnswersKeepAlives() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            Instant asked = Instant.parse("2026-01-02T03:04:05.123456789Z");
            stream.awaitMessage(
                    request -> request.hasKeepAlive() && !request.getKeepAlive().hasAnswers());

            stream.send(ConnectResponse.newBuilder()
                    .setKeepAlive(KeepAlive.newBuilder().setSentAt(WireTime.timestamp(asked)))
                    .build());

            ConnectRequest answer = stream.awaitMessage(
                    request -> request.hasKeepAlive() && request.getKeepAlive().hasAnswers());
            assertThat(WireTime.instant(answer.getKeepAlive().getAnswers())).isEqualTo(asked);
            assertThat(fixture.link.status().detail()).isNotBlank();
        }
    }

    @Test
    void sendsAFullReportWheneverItIsAsked() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();

            stream.send(ConnectResponse.newBuilder()
                    .setFullReport(FullReportRequest.newBuilder().setReport(77))
                    .build());

            stream.awaitMessage(
                    request -> request.hasReportEnd() && request.getReportEnd().getReport() == 77);
            assertThat(fixture.commands).contains(new BrokerCommand.ReportAll(77));
        }
    }

    @Test
    void refusesAMalformedReservationAndGoesOn() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            var malformed = Commands.reservation("w-a", 1, "a100", List.of("true"));
            malformed.getLaunchBuilder().setReplicas(-1);

            stream.send(Commands.reserve(malformed));

            var refused = stream.awaitMessage(ConnectRequest::hasRefused).getRefused();
            assertThat(refused.getReason()).isEqualTo(Reason.REASON_INVALID_ARGUMENT);
            assertThat(refused.getMessage()).contains("replicas").contains("-1");
            stream.send(Commands.reserve(Commands.reservation("w-b", 1, "a100", List.of("true"))));
            await().atMost(PATIENCE)
                    .until(() -> fixture.commands.stream().anyMatch(BrokerCommand.Reserve.class::isInstance));
        }
    }

    @Test
    void countsTheHoldByItsOwnClock() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            Instant until = Instant.now().plusSeconds(60);

            stream.send(Commands.reserve(
                    Commands.reservation("w-a", 1, "a100", List.of("true")).setHoldUntil(WireTime.timestamp(until))));

            await().atMost(PATIENCE)
                    .until(() -> fixture.commands.stream().anyMatch(BrokerCommand.Reserve.class::isInstance));
            BrokerCommand.Reserve reserve = (BrokerCommand.Reserve) fixture.commands.getLast();
            // Both clocks are one here, so what is left of the skew is half a round trip.
            assertThat(Duration.between(until, reserve.holdUntil()).abs()).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void controlMessagesKeepTheirOrderAndOnlyTheNewestTelemetryIsSentWhileTheBrokerDoesNotRead() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            broker.breaksSilenceAfter(Duration.ofSeconds(10), Duration.ofSeconds(60));
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            broker.reads(false);
            // Fills what is in flight, so that all the rest waits in the agent.
            for (int i = 0; i < 5_000; i++) {
                fixture.link.tell(news(i, 1));
            }
            for (int sequence = 2; sequence <= 100; sequence++) {
                fixture.link.tell(news(7, sequence));
                fixture.link.tell(TelemetryBatch.newBuilder()
                        .setRegion("batch-" + sequence)
                        .build());
            }

            broker.reads(true);
            stream.readMore(1);

            stream.awaitMessage(ConnectRequest::hasTelemetry);
            stream.awaitMessage(request -> request.getTelemetry().getRegion().equals("batch-100"));
            assertThat(stream.all(
                            request -> request.getAttempt().getAttemptId().equals("w-7-1"),
                            request -> request.getAttempt().getSequence()))
                    .as("of one attempt, in order and without a gap")
                    .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(stream.all(
                            ConnectRequest::hasTelemetry,
                            request -> request.getTelemetry().getRegion()))
                    .containsExactly("batch-97", "batch-98", "batch-99", "batch-100");
        }
    }

    @Test
    void keepsOnlyTheNewestOfAPoolButEveryReportOfAnAttemptWhileTheBrokerDoesNotRead() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            broker.breaksSilenceAfter(Duration.ofSeconds(10), Duration.ofSeconds(60));
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            broker.reads(false);
            // Fills what is in flight, so that all the rest waits in the agent.
            for (int i = 0; i < 5_000; i++) {
                fixture.link.tell(news(i, 1));
            }
            long last = 0;
            for (int i = 0; i < 2_000; i++) {
                RegionMessage.PoolNews pool = fixture.pool();
                last = pool.capacity().sequence();
                fixture.link.tell(pool);
            }

            broker.reads(true);
            stream.readMore(1);

            long newest = last;
            stream.awaitMessage(request -> request.hasPool()
                    && request.getPool().getPool().getCapacity().getSequence() == newest);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.all(
                                    ConnectRequest::hasAttempt,
                                    request -> request.getAttempt().getAttemptId()))
                            .hasSize(5_000)
                            .doesNotHaveDuplicates());
            assertThat(stream.all(ConnectRequest::hasPool, request -> request)).hasSizeLessThan(500);
        }
    }
}
