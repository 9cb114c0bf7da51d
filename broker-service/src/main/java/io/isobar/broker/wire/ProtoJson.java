package io.isobar.broker.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/** Messages as JSON for the store: compact, and readable by an older or newer broker. */
final class ProtoJson {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private ProtoJson() {}

    static String print(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException impossible) {
            // Only an Any of an unknown type cannot be printed, and the contract has none.
            throw new IllegalStateException(impossible);
        }
    }

    static <B extends Message.Builder> B parse(String json, B into) {
        try {
            PARSER.merge(json, into);
            return into;
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException(
                    "a stored " + into.getDescriptorForType().getFullName() + " cannot be read: "
                            + damaged.getMessage(),
                    damaged);
        }
    }
}
