package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.failure.Failure;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.LogsResponse;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WatchResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What goes on for a while: the output of a workload, and its changes. */
@Path("/api/v1")
@RunOnVirtualThread
public class StreamResource {
    private static final String STREAM = "OUTPUT_STREAM_";

    private final WorkloadCalls calls;
    private final Streams streams;

    StreamResource(WorkloadCalls calls, Streams streams) {
        this.calls = calls;
        this.streams = streams;
    }

    /** Gives output: the bytes as they were written, or with their positions as lines of JSON. */
    @GET
    @Path("/workloads/{id}/logs")
    @Produces({Media.TEXT, Media.NDJSON})
    @Operation(operationId = "logs", summary = "Output of an attempt; with follow, until the workload has ended")
    public Response logs(
            @PathParam("id") String id,
            @QueryParam("follow") @Nullable String follow,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("fromOffset") @Nullable String fromOffset,
            @QueryParam("epoch") @Nullable String epoch,
            @QueryParam("part") @Nullable String part,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context HttpServerRequest connection) {
        var request = LogsRequest.newBuilder()
                .setId(id)
                .setFollow(Parameters.flag("follow", follow, uri))
                .setStream(stream(stream))
                .setFromOffset(Parameters.whole("fromOffset", fromOffset))
                .setEpoch(Parameters.whole("epoch", epoch))
                .setPart((int) Math.min(Parameters.whole("part", part), Integer.MAX_VALUE))
                .build();
        return accepts(headers, Media.NDJSON)
                ? streams.<LogsResponse>answer(
                        Media.NDJSON, connection, Encoding::line, sink -> calls.logs(request, sink))
                : streams.<LogsResponse>answer(
                        Media.TEXT, connection, Encoding::bytes, sink -> calls.logs(request, sink));
    }

    /** Gives the workload as it is, then at every change. */
    @GET
    @Path("/workloads/{id}/watch")
    @Produces({Media.NDJSON, Media.EVENTS})
    @Operation(operationId = "watch", summary = "The workload as it is, then at every change, until it has ended")
    public Response watch(
            @PathParam("id") String id, @Context HttpHeaders headers, @Context HttpServerRequest connection) {
        var request = WatchRequest.newBuilder().setId(id).build();
        return accepts(headers, Media.EVENTS)
                ? streams.<WatchResponse>answer(
                        Media.EVENTS, connection, Encoding::event, sink -> calls.watch(request, sink))
                : streams.<WatchResponse>answer(
                        Media.NDJSON, connection, Encoding::line, sink -> calls.watch(request, sink));
    }

    private static boolean accepts(HttpHeaders headers, String media) {
        var wanted = MediaType.valueOf(media);
        return headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.getType().equals(wanted.getType())
                        && type.getSubtype().equals(wanted.getSubtype()));
    }

    private static OutputStream stream(@Nullable String text) {
        return switch (text) {
            case null -> OutputStream.OUTPUT_STREAM_UNSPECIFIED;
            case "both" -> OutputStream.OUTPUT_STREAM_UNSPECIFIED;
            case "stdout", STREAM + "STDOUT" -> OutputStream.OUTPUT_STREAM_STDOUT;
            case "stderr", STREAM + "STDERR" -> OutputStream.OUTPUT_STREAM_STDERR;
            default -> throw Failure.invalid("stream", "must be stdout, stderr or both");
        };
    }
}
