package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.LogCredit;
import io.isobar.proto.execution.v1.LogStop;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output over the wire: credit, its limits, and its end. */
class LogStreamTest {
    private static final int SIZE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Bytes(int size, boolean complete) implements WorkOutput {
        @Override
        public int replicas() {
            return 1;
        }

        @Override
        public int read(int replica, OutputStreamKind stream, long offset, byte[] into) throws IOException {
            if (stream == OutputStreamKind.STDERR) {
                return 0;
            }
            int length = (int) Math.max(0, Math.min(into.length, size - offset));
            for (int i = 0; i < length; i++) {
                into[i] = (byte) (offset + i);
            }
            return length;
        }
    }

    private static List<LogAnswer> chunks(ScriptedBroker.Stream stream) {
        return stream.all(request -> request.hasLog() && request.getLog().hasChunk(), ConnectRequest::getLog);
    }

    private static ScriptedBroker.Stream connect(ScriptedBroker broker) {
        ScriptedBroker.Stream stream = broker.awaitStream(0);
        stream.awaitReport();
        return stream;
    }

    @Test
    void sendsNoMoreChunksThanTheBrokerGranted() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            fixture.outputs.put(new AttemptId("w-a-1"), new Bytes(SIZE, true));
            ScriptedBroker.Stream stream = connect(broker);

            stream.send(Commands.logs(9, "w-a-1", false, 3));
            await().atMost(PATIENCE).until(() -> chunks(stream).size() == 3);
            // Nothing else can tell that the fourth does not come but a later answer that overtakes it.
            stream.send(Commands.logs(10, "w-none-1", false, 3));
            stream.awaitMessage(request -> request.hasLog() && request.getLog().getLogId() == 10);
            assertThat(chunks(stream)).hasSize(3);

            stream.send(ConnectResponse.newBuilder()
                    .setLogCredit(LogCredit.newBuilder().setLogId(9).setCredit(1_000))
                    .build());
            stream.awaitMessage(request -> request.hasLog()
                    && request.getLog().getLogId() == 9
                    && request.getLog().hasEnd());
            long offset = 0;
            for (LogAnswer answer : chunks(stream)) {
                assertThat(answer.getChunk().getOffset()).isEqualTo(offset);
                assertThat(answer.getChunk().getData().size()).isLessThanOrEqualTo(64 << 10);
                assertThat(answer.getChunk().getData().byteAt(0)).isEqualTo((byte) offset);
                offset += answer.getChunk().getData().size();
            }
            assertThat(offset).isEqualTo(SIZE);
        }
    }

    @Test
    void saysWhyThereIsNoOutput() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            ScriptedBroker.Stream stream = connect(broker);

            stream.send(Commands.logs(1, "w-none-1", true, 1));
            stream.send(Commands.logs(2, "w-none-1", true, 0));

            assertThat(end(stream, 1)).contains("w-none-1");
            assertThat(end(stream, 2)).contains("credit");
            assertThat(fixture.outputs).isEmpty();
        }
    }

    private static String end(ScriptedBroker.Stream stream, long id) {
        return stream.awaitMessage(request -> request.hasLog()
                        && request.getLog().getLogId() == id
                        && request.getLog().hasEnd())
                .getLog()
                .getEnd();
    }

    @Test
    void stopsFollowingWhenNobodyReads() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker();
                LinkFixture fixture = new LinkFixture(broker.address())) {
            fixture.outputs.put(new AttemptId("w-a-1"), new Bytes(10, false));
            ScriptedBroker.Stream stream = connect(broker);
            for (int id = 0; id < LogRelay.MAX_STREAMS; id++) {
                stream.send(Commands.logs(id, "w-a-1", true, 10));
            }
            await().atMost(PATIENCE).until(() -> chunks(stream).size() == LogRelay.MAX_STREAMS);
            stream.send(Commands.logs(500, "w-a-1", true, 10));
            assertThat(end(stream, 500)).contains("" + LogRelay.MAX_STREAMS);

            stream.send(ConnectResponse.newBuilder()
                    .setLogStop(LogStop.newBuilder().setLogId(0))
                    .build());

            // Its place is free again, sooner or later.
            await().atMost(PATIENCE).until(() -> {
                int before = chunks(stream).size();
                stream.send(Commands.logs(600 + before, "w-a-1", false, 10));
                stream.awaitMessage(
                        request -> request.hasLog() && request.getLog().getLogId() == 600 + before);
                return chunks(stream).size() > before;
            });
        }
    }
}
