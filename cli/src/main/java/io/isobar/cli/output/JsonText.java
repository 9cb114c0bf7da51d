package io.isobar.cli.output;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.isobar.cli.text.Escapes;

/** Records of the contract in the JSON mapping of Protocol Buffers. */
public final class JsonText {
    /**
     * As the REST API prints: fields that cannot be absent are always there, so that an empty list is one to a script. Fields that can
     * be absent, and are, stay away: not known is not zero.
     */
    private static final JsonFormat.Printer PRETTY = JsonFormat.printer().alwaysPrintFieldsWithNoPresence();

    private static final JsonFormat.Printer COMPACT = PRETTY.omittingInsignificantWhitespace();

    /** Beside the mapping: what is reckoned here and put beside a record. */
    private static final Gson TREE = new GsonBuilder().setPrettyPrinting().create();

    private JsonText() {}

    public static String pretty(MessageOrBuilder message) {
        return print(PRETTY, message);
    }

    public static String pretty(JsonElement tree) {
        return Escapes.json(TREE.toJson(tree));
    }

    /** To put something beside its fields that the contract does not have. */
    public static JsonObject tree(MessageOrBuilder message) {
        return JsonParser.parseString(line(message)).getAsJsonObject();
    }

    /** On one line. */
    public static String line(MessageOrBuilder message) {
        return print(COMPACT, message);
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
