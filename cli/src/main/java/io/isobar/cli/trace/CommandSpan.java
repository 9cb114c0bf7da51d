package io.isobar.cli.trace;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.isobar.cli.shell.Surroundings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The span of one command, the first of its trace or below the one that TRACEPARENT names (W3C Trace Context). It is made and
 * sent by hand: what a program that lives for half a second would spend on loading a library for it is more than all it has to
 * do.
 */
public final class CommandSpan implements AutoCloseable {
    /** Where a collector listens: OTLP over HTTP. */
    static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    static final String PARENT = "TRACEPARENT";

    private static final Pattern TRACE_PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
    private static final Metadata.Key<String> HEADER = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(2).toMillis();

    private final String name;
    private final Surroundings surroundings;
    private final String endpoint;
    private final @Nullable String parentSpan;
    private final String header;
    private final String traceId;
    private final String spanId;
    private final Instant begun;

    private CommandSpan(String name, Surroundings surroundings) {
        this.name = name;
        this.surroundings = surroundings;
        this.endpoint = surroundings.environment(ENDPOINT);
        this.begun = surroundings.clock().instant();
        var given = surroundings.environment(PARENT);
        var parent = TRACE_PARENT.matcher(given);
        boolean hasParent = parent.matches();
        if (endpoint.isEmpty()) {
            // Nobody would see a span of ours: whoever called is the parent of what follows, if anybody is.
            this.header = hasParent ? given : "";
            this.parentSpan = null;
            this.traceId = "";
            this.spanId = "";
        } else {
            this.parentSpan = hasParent ? parent.group(2) : null;
            this.traceId = hasParent ? parent.group(1) : id(surroundings.random(), 16);
            this.spanId = id(surroundings.random(), 8);
            this.header = "00-" + traceId + "-" + spanId + "-01";
        }
    }

    /** Begins; the command of that name makes its calls within. */
    public static CommandSpan of(String name, Surroundings surroundings) {
        return new CommandSpan(name, surroundings);
    }

    private static String id(RandomGenerator random, int bytes) {
        var id = new byte[bytes];
        random.nextBytes(id);
        // All zero is no id.
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }

    /** What calls carry; empty: nothing. */
    String header() {
        return header;
    }

    /** Puts it into the metadata of calls; with no trace it puts nothing. */
    public ClientInterceptor calls() {
        var headers = new Metadata();
        if (!header.isEmpty()) {
            headers.put(HEADER, header);
        }
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** It is over, and sent where a collector was named. That it cannot be sent is said, and changes nothing else. */
    @Override
    public void close() {
        if (endpoint.isEmpty()) {
            return;
        }
        try {
            send(json(surroundings.clock().instant()));
        } catch (IOException | IllegalArgumentException | ClassCastException failed) {
            surroundings
                    .err()
                    .line("isobar: the trace was not sent to " + endpoint + " (" + ENDPOINT + "): "
                            + failed.getMessage());
        }
    }

    private void send(String json) throws IOException {
        var url = URI.create(endpoint.replaceAll("/+$", "") + "/v1/traces").toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        if (status / 100 != 2) {
            throw new IOException("it answered " + status);
        }
    }

    /** OTLP in its JSON mapping: ids are hexadecimal, times are nanoseconds in quotes. Kind 3 is a client. */
    private String json(Instant ended) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
                + "{\"stringValue\":\"isobar-cli\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"io.isobar\"},\"spans\":[{"
                + "\"traceId\":\"" + traceId + "\",\"spanId\":\"" + spanId + "\","
                + (parentSpan == null ? "" : "\"parentSpanId\":\"" + parentSpan + "\",")
                + "\"name\":\"isobar " + name + "\",\"kind\":3,\"startTimeUnixNano\":\"" + nanos(begun)
                + "\",\"endTimeUnixNano\":\"" + nanos(ended) + "\"}]}]}]}";
    }

    private static String nanos(Instant time) {
        return time.getEpochSecond() + "%09d".formatted(time.getNano());
    }
}
