package io.isobar.broker.api.rest;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.isobar.broker.failure.Failure;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.ConvertRequest;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.WorkloadSource;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads requests: JSON as the message itself, YAML and scripts as the file in it. An empty body is an empty message. */
@Provider
public class MessageReader implements MessageBodyReader<Message> {
    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return Message.class.isAssignableFrom(type);
    }

    @Override
    public Message readFrom(
            Class<Message> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        var bytes = BodyLimit.read(body);
        if (Media.isFile(media)) {
            return manifest(type, bytes);
        }
        var into = builder(type);
        if (bytes.length > 0) {
            JsonMessages.parse(bytes, into);
        }
        return into.build();
    }

    private static Message manifest(Class<?> type, byte[] file) {
        var source = WorkloadSource.newBuilder().setManifest(ByteString.copyFrom(file));
        if (type == SubmitRequest.class) {
            return SubmitRequest.newBuilder().setWorkload(source).build();
        }
        if (type == PlanRequest.class) {
            return PlanRequest.newBuilder().setWorkload(source).build();
        }
        if (type == ConvertRequest.class) {
            return ConvertRequest.newBuilder().setWorkload(source).build();
        }
        throw Failure.invalid("", "only workload files are read as YAML");
    }

    private static Message.Builder builder(Class<?> type) {
        if (type == SubmitRequest.class) {
            return SubmitRequest.newBuilder();
        }
        if (type == PlanRequest.class) {
            return PlanRequest.newBuilder();
        }
        if (type == ConvertRequest.class) {
            return ConvertRequest.newBuilder();
        }
        if (type == CancelRequest.class) {
            return CancelRequest.newBuilder();
        }
        if (type == CordonRegionRequest.class) {
            return CordonRegionRequest.newBuilder();
        }
        if (type == MaintainRegionRequest.class) {
            return MaintainRegionRequest.newBuilder();
        }
        if (type == ReserveNodesRequest.class) {
            return ReserveNodesRequest.newBuilder();
        }
        if (type == UncordonRegionRequest.class) {
            return UncordonRegionRequest.newBuilder();
        }
        throw new IllegalStateException("no route takes a " + type);
    }
}
