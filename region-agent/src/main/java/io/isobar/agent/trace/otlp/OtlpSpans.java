package io.isobar.agent.trace.otlp;

import io.isobar.agent.trace.Spans;
import io.isobar.agent.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to a collector (OTLP over HTTP, Protocol Buffers), in batches. At most 4,096 wait; when the collector is away or
 * slow, more are dropped.
 */
public final class OtlpSpans implements Spans, AutoCloseable {
    private static final int MOST_WAITING = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * Nothing is connected before the first span.
     *
     * @param endpoint of the collector, as in OTEL_EXPORTER_OTLP_ENDPOINT: {@code http://127.0.0.1:4318}
     * @param service name and version of this program
     */
    public OtlpSpans(String endpoint, String service, String version) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.replaceAll("/+$", "") + "/v1/traces")
                .setTimeout(PATIENCE)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        service,
                        AttributeKey.stringKey("service.version"),
                        version)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MOST_WAITING)
                        .setScheduleDelay(PAUSE)
                        .build())
                .build();
        tracer = provider.get("io.isobar");
    }

    @Override
    public Open begin(String name, @Nullable TraceContext parent, Instant from, Map<String, String> attributes) {
        SpanBuilder builder = tracer.spanBuilder(name).setStartTimestamp(from);
        if (parent == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(Span.wrap(remote(parent))));
        }
        attributes.forEach(builder::setAttribute);
        return new Begun(builder.startSpan());
    }

    private static SpanContext remote(TraceContext parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    private record Begun(Span span) implements Open {
        @Override
        public TraceContext context() {
            SpanContext its = span.getSpanContext();
            return new TraceContext(its.getTraceId(), its.getSpanId(), its.isSampled());
        }

        @Override
        public void end(Instant at, @Nullable String failure) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure);
            }
            span.end(at);
        }
    }

    /** Sends what waits, for a few seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
