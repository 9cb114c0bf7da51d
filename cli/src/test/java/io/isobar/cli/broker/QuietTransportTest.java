package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.isobar.proto.region.v1.ListRegionsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class QuietTransportTest {
    @Test
    void theTransportAddsNothingToWhatIsTold() {
        var seen = new Seen();
        var root = Logger.getLogger("");
        root.addHandler(seen);
        // Names under "invalid" are never given to anybody (RFC 6761).
        try (var broker = Broker.at(List.of(new BrokerAddress("nowhere.invalid", 1)), null)) {
            assertThatThrownBy(() -> broker.regions().listRegions(ListRegionsRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        } finally {
            root.removeHandler(seen);
        }

        assertThat(seen.records).isEmpty();
    }

    private static final class Seen extends Handler {
        private final List<String> records = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord told) {
            records.add(told.getLoggerName() + ": " + told.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
