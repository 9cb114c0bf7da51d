package io.isobar.integration.scenario;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Collects spans as any collector does: OTLP over HTTP, in Protocol Buffers or in JSON, compressed or not. */
final class SpanCollector implements AutoCloseable {
    private static final Pattern IN_JSON = Pattern.compile("\"traceId\":\"([0-9a-f]+)\",\"spanId\":\"([0-9a-f]+)\","
            + "(?:\"parentSpanId\":\"([0-9a-f]+)\",)?\"name\":\"([^\"]+)\"");

    private final List<Collected> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** A span; {@code parent} is empty where it has none. */
    record Collected(String trace, String span, String parent, String name) {}

    SpanCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Collected> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    List<Collected> all() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            var body = call.getRequestBody();
            boolean isZipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
            var bytes = (isZipped ? new GZIPInputStream(body) : body).readAllBytes();
            if ("application/json".equals(call.getRequestHeaders().getFirst("Content-Type"))) {
                IN_JSON.matcher(new String(bytes, StandardCharsets.UTF_8))
                        .results()
                        .map(found -> new Collected(
                                found.group(1),
                                found.group(2),
                                found.group(3) == null ? "" : found.group(3),
                                found.group(4)))
                        .forEach(spans::add);
            } else {
                // ExportTraceServiceRequest.resource_spans = 1, .scope_spans = 2, .spans = 2.
                parts(UnknownFieldSet.parseFrom(bytes), 1)
                        .flatMap(resource -> parts(resource, 2))
                        .flatMap(scope -> parts(scope, 2))
                        .map(SpanCollector::span)
                        .forEach(spans::add);
            }
            call.sendResponseHeaders(200, -1);
        }
    }

    private static Stream<UnknownFieldSet> parts(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(SpanCollector::parsed);
    }

    private static UnknownFieldSet parsed(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Span.trace_id = 1, .span_id = 2, .parent_span_id = 4, .name = 5. */
    private static Collected span(UnknownFieldSet span) {
        return new Collected(
                hex(span, 1), hex(span, 2), hex(span, 4), bytes(span, 5).toStringUtf8());
    }

    private static String hex(UnknownFieldSet span, int field) {
        return HexFormat.of().formatHex(bytes(span, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet span, int field) {
        return span.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
