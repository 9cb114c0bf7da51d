package io.isobar.cli.samples;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** Errors as a broker sends them. */
public final class Refusal {
    private Refusal() {}

    public static StatusRuntimeException of(Code code, String reason, String message, Map<String, String> metadata) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info(reason, metadata)))
                .build());
    }

    /** A refused workload file; fields alternate with their problems. */
    public static StatusRuntimeException ofFields(String... fieldsAndProblems) {
        var bad = BadRequest.newBuilder();
        for (int i = 0; i < fieldsAndProblems.length; i += 2) {
            bad.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField(fieldsAndProblems[i])
                    .setDescription(fieldsAndProblems[i + 1]));
        }
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("bad")
                .addDetails(Any.pack(info("INVALID_MANIFEST", Map.of())))
                .addDetails(Any.pack(bad.build()))
                .build());
    }

    private static ErrorInfo info(String reason, Map<String, String> metadata) {
        return ErrorInfo.newBuilder()
                .setReason(reason)
                .setDomain("isobar")
                .putAllMetadata(metadata)
                .build();
    }
}
