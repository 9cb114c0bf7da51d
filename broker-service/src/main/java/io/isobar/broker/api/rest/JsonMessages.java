package io.isobar.broker.api.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.isobar.broker.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Messages as proto3 JSON. Every field without presence is printed, so that its absence never has to be explained. */
final class JsonMessages {
    private static final JsonFormat.Printer PRETTY = JsonFormat.printer().alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Printer COMPACT = PRETTY.omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    /** Deeper nesting than any message has; the parser recurses. */
    private static final int DEEPEST = 64;

    private JsonMessages() {}

    static String pretty(MessageOrBuilder message) {
        return print(PRETTY, message);
    }

    static String line(MessageOrBuilder message) {
        return print(COMPACT, message);
    }

    private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Throws {@link Failure} INVALID_ARGUMENT for anything that is not exactly such a message. */
    static void parse(byte[] json, Message.Builder into) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            if (isTooDeep(text)) {
                throw Failure.invalid("", "the JSON body is nested deeper than " + DEEPEST + " levels");
            }
            PARSER.merge(text, into);
        } catch (CharacterCodingException notText) {
            throw Failure.invalid("", "the body is not UTF-8 text");
        } catch (InvalidProtocolBufferException notThat) {
            throw JsonProblem.of(String.valueOf(notThat.getMessage()), into.getDescriptorForType());
        }
    }

    private static boolean isTooDeep(String json) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
                if (depth > DEEPEST) {
                    return true;
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return false;
    }
}
