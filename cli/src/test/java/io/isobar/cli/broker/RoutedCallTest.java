package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutedCallTest {
    private static final BrokerAddress ONE = BrokerAddress.parse("127.0.0.1:1", "one");
    private static final BrokerAddress TWO = BrokerAddress.parse("127.0.0.1:2", "two");

    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final Recorded second = new Recorded();
    private final List<Status> ended = new ArrayList<>();

    /** What it was told, as gRPC takes it. */
    private static class Recorded extends ClientCall<String, String> {
        final List<String> told = new ArrayList<>();

        @Override
        public void start(Listener<String> listener, Metadata headers) {
            told.add("start");
        }

        @Override
        public void request(int messages) {
            if (messages <= 0) {
                throw new IllegalArgumentException("messages: " + messages);
            }
            told.add("request " + messages);
        }

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            told.add("cancel");
        }

        @Override
        public void halfClose() {
            told.add("half close");
        }

        @Override
        public void sendMessage(String message) {
            told.add("send " + message);
        }
    }

    /** Nobody is there, and that is known at once. */
    private static final class Refused extends Recorded {
        @Override
        public void start(Listener<String> listener, Metadata headers) {
            listener.onClose(Status.UNAVAILABLE, new Metadata());
        }
    }

    private RoutedCall<String, String> call(Duration pause) {
        var routes = new ArrayDeque<>(List.of(new RoutedCall.Next(TWO, pause)));
        return new RoutedCall<>(
                ONE,
                address -> address.equals(ONE) ? new Refused() : second,
                (status, trailers) -> Optional.ofNullable(routes.poll()),
                (wait, what) -> later.add(what));
    }

    private void make(RoutedCall<String, String> call, Runnable afterStart) {
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.add(status);
                    }
                },
                new Metadata());
        afterStart.run();
        call.request(2);
        call.sendMessage("question");
        call.halfClose();
    }

    @Test
    void isMadeAgainAlthoughItEndsBeforeAnythingIsAskedOfIt() {
        make(call(Duration.ZERO), () -> {});

        assertThat(second.told).containsExactly("start", "request 2", "send question", "half close");
        assertThat(ended).isEmpty();
    }

    @Test
    void isMadeAgainAfterAPauseInWhichNothingIsAskedOfIt() {
        make(call(Duration.ofMillis(300)), () -> later.remove().run());

        assertThat(second.told).containsExactly("start", "request 2", "send question", "half close");
    }

    @Test
    void isMadeAgainWithAllThatWasAskedOfItMeanwhile() {
        make(call(Duration.ofMillis(300)), () -> {});
        later.remove().run();

        assertThat(second.told).containsExactly("start", "request 2", "send question", "half close");
    }
}
