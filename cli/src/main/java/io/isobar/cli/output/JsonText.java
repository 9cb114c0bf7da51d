package io.isobar.cli.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.isobar.cli.text.Escapes;

/** Records of the contract in the JSON mapping of Protocol Buffers. */
public final class JsonText {
    private JsonText() {}

    public static String pretty(MessageOrBuilder message) {
        return print(JsonFormat.printer(), message);
    }

    /** On one line. */
    public static String line(MessageOrBuilder message) {
        return print(JsonFormat.printer().omittingInsignificantWhitespace(), message);
    }

    private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
        try {
            return Escapes.json(printer.print(message));
        } catch (InvalidProtocolBufferException impossible) {
            // Only an Any of an unknown type cannot be printed, and the contract has none.
            throw new IllegalStateException(impossible);
        }
    }
}
