package io.isobar.broker.api.rest;

import com.google.protobuf.Message;
import io.isobar.proto.workload.v1.LogsResponse;
import java.nio.charset.StandardCharsets;

/** How one answer of a stream is written. */
final class Encoding {
    private Encoding() {}

    static byte[] line(Message message) {
        return (JsonMessages.line(message) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] event(Message message) {
        return ("data: " + JsonMessages.line(message) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(LogsResponse answer) {
        return answer.getChunk().getData().toByteArray();
    }
}
