package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What waits for a broker that does not read. */
class OutboxTest {
    private static final int MANY = 3 * OutboundQueue.MANY;

    private final Outbox outbox = new Outbox(new MessageWriter(Duration.ofSeconds(15)));

    @Test
    void ofTelemetryTheNewestIsSentAndTheRestCountedAndNoReportOfAnAttemptIsMissing() {
        outbox.open();
        outbox.tell(new RegionMessage.FullReport(1, List.of(), List.of()));
        for (int i = 0; i < MANY; i++) {
            outbox.tell(batch(i));
            outbox.tell(news(i));
        }

        var sent = drain();

        assertThat(sent.stream()
                        .filter(ConnectRequest::hasAttempt)
                        .map(it -> it.getAttempt().getAttemptId()))
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> "w-" + i + "-1").toList());
        assertThat(sent.stream().filter(ConnectRequest::hasTelemetry).map(ConnectRequest::getTelemetry))
                .containsExactly(batch(MANY - 4), batch(MANY - 3), batch(MANY - 2), batch(MANY - 1));
        assertThat(outbox.droppedTelemetry()).isEqualTo(MANY - 4);
    }

    @Test
    void telemetryThatThereIsNoSessionForIsCounted() {
        outbox.tell(batch(1));
        assertThat(outbox.droppedTelemetry()).isEqualTo(1);

        outbox.open();
        outbox.tell(batch(2));
        assertThat(outbox.droppedTelemetry()).isEqualTo(1);

        outbox.close();
        assertThat(outbox.droppedTelemetry())
                .as("it was not sent before the session ended")
                .isEqualTo(2);
    }

    private List<ConnectRequest> drain() {
        var all = new ArrayList<ConnectRequest>();
        for (var next = outbox.poll(); next != null; next = outbox.poll()) {
            all.add(next);
        }
        return all;
    }

    private static TelemetryBatch batch(int number) {
        return TelemetryBatch.newBuilder().setRegion("region-" + number).build();
    }

    private static RegionMessage.AttemptNews news(int number) {
        var id = new AttemptId("w-" + number + "-1");
        return new RegionMessage.AttemptNews(
                new AttemptKey(id, id.workload(), 1),
                new PoolName("a"),
                new AttemptState.Running(Instant.EPOCH),
                number,
                0,
                Instant.EPOCH);
    }
}
