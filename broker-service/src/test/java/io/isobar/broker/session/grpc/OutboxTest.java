package io.isobar.broker.session.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.isobar.proto.execution.v1.Forget;
import io.isobar.proto.region.v1.ConnectResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said to an agent that does not read. */
class OutboxTest {
    private final Transport transport = new Transport();
    private final Outbox outbox = new Outbox(transport);

    @Test
    void whatWasSaidMeanwhileIsReadAfterwardsInOrder() {
        transport.ready = false;
        IntStream.range(0, 10_000).forEach(i -> outbox.send(message(i)));
        assertThat(transport.sent).isEmpty();

        transport.ready = true;
        outbox.drain();

        assertThat(transport.sent)
                .isEqualTo(
                        IntStream.range(0, 10_000).mapToObj(OutboxTest::message).toList());
    }

    @Test
    void nothingIsSentBeyondWhatTheTransportTakes() {
        transport.room = 3;

        IntStream.range(0, 10).forEach(i -> outbox.send(message(i)));

        assertThat(transport.sent).hasSize(3);
    }

    @Test
    void anAgentThatNeverReadsIsCutOffAndNothingIsKeptForIt() {
        transport.ready = false;
        IntStream.range(0, 20_000).forEach(i -> outbox.send(message(i)));
        assertThat(transport.failure).isNull();

        outbox.send(message(20_000));

        assertThat(transport.failure).isNotNull();
        assertThat(Status.fromThrowable(transport.failure).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        transport.ready = true;
        outbox.send(message(20_001));
        outbox.drain();
        assertThat(transport.sent).isEmpty();
    }

    private static ConnectResponse message(int number) {
        return ConnectResponse.newBuilder()
                .setForget(Forget.newBuilder().setAttemptId("w-" + number))
                .build();
    }

    /** A call whose transport takes only so much. */
    private static final class Transport extends ServerCallStreamObserver<ConnectResponse> {
        private final List<ConnectResponse> sent = new ArrayList<>();
        private @Nullable Throwable failure;
        private boolean ready = true;
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return ready && sent.size() < room;
        }

        @Override
        public void onNext(ConnectResponse message) {
            sent.add(message);
        }

        @Override
        public void onError(Throwable problem) {
            failure = problem;
        }

        @Override
        public void onCompleted() {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}
    }
}
