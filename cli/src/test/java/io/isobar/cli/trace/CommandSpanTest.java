package io.isobar.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.isobar.cli.samples.Run;
import io.isobar.cli.shell.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CommandSpanTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutACollectorNothingIsBegunAndWhatWasGivenIsHandedOn() {
        try (var none = span(Map.of());
                var given = span(Map.of("TRACEPARENT", PARENT));
                var nonsense = span(Map.of("TRACEPARENT", "nonsense"))) {
            assertThat(none.header()).isEmpty();
            assertThat(given.header()).isEqualTo(PARENT);
            assertThat(nonsense.header()).isEmpty();
        }
        assertThat(err.size()).isZero();
    }

    @Test
    void sendsOneSpanBelowTheOneThatWasGiven() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", call -> {
            received.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        server.start();
        var endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/";

        String header;
        try (var span = span(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "TRACEPARENT", PARENT))) {
            header = span.header();
        } finally {
            server.stop(1);
        }

        assertThat(header)
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(PARENT);
        assertThat(received)
                .singleElement()
                .asString()
                .contains("\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
                .contains("\"spanId\":\"" + header.substring(36, 52) + "\"")
                .contains("\"parentSpanId\":\"00f067aa0ba902b7\"")
                .contains("\"name\":\"isobar apply\"")
                .containsPattern("\"startTimeUnixNano\":\"\\d{19}\"");
        assertThat(err.size()).isZero();
    }

    @Test
    void aCollectorThatIsAwayIsSaidAndFailsNothing() {
        span(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")).close();
        span(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere at all")).close();

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("the trace was not sent to"));
    }

    private CommandSpan span(Map<String, String> environment) {
        var usual = Run.surroundings("", "", Run.NOBODY, new ByteArrayOutputStream(), err);
        return CommandSpan.of(
                "apply",
                new Surroundings(
                        usual.in(),
                        usual.out(),
                        usual.err(),
                        environment,
                        usual.clock(),
                        usual.zone(),
                        usual.random(),
                        usual.answers(),
                        usual.pause()));
    }
}
