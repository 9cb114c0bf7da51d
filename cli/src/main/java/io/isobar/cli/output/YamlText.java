package io.isobar.cli.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.MessageOrBuilder;
import io.isobar.cli.text.Escapes;
import java.util.regex.Pattern;

/** The JSON of a record as YAML 1.2: the same fields, names and values. */
public final class YamlText {
    /** Needs no quotes: no character with a meaning in YAML, and nothing that would be read as another type. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*(?: [A-Za-z0-9_./+-]+)*");

    private static final Pattern WORD_WITH_A_MEANING =
            Pattern.compile("true|false|null|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

    private YamlText() {}

    public static String of(MessageOrBuilder message) {
        return of(JsonText.tree(message));
    }

    public static String of(JsonElement tree) {
        var to = new StringBuilder();
        block(tree, 0, to);
        return to.toString();
    }

    private static void block(JsonElement element, int indent, StringBuilder to) {
        switch (element) {
            case JsonObject object when !object.isEmpty() -> object(object, indent, to);
            case JsonArray array when !array.isEmpty() -> array(array, indent, to);
            default -> to.append(scalar(element)).append('\n');
        }
    }

    private static void object(JsonObject object, int indent, StringBuilder to) {
        boolean first = true;
        for (var entry : object.entrySet()) {
            to.append(first ? "" : " ".repeat(indent))
                    .append(text(entry.getKey()))
                    .append(':');
            var value = entry.getValue();
            if (isFilled(value)) {
                int inner = value.isJsonArray() ? indent : indent + 2;
                to.append('\n').append(" ".repeat(inner));
                block(value, inner, to);
            } else {
                to.append(' ').append(scalar(value)).append('\n');
            }
            first = false;
        }
    }

    private static void array(JsonArray array, int indent, StringBuilder to) {
        boolean first = true;
        for (var item : array) {
            to.append(first ? "" : " ".repeat(indent)).append("- ");
            block(item, indent + 2, to);
            first = false;
        }
    }

    private static boolean isFilled(JsonElement element) {
        return (element instanceof JsonObject object && !object.isEmpty())
                || (element instanceof JsonArray array && !array.isEmpty());
    }

    private static String scalar(JsonElement element) {
        return switch (element) {
            case JsonObject object -> "{}";
            case JsonArray array -> "[]";
            case JsonPrimitive primitive when primitive.isString() -> text(primitive.getAsString());
            default -> element.toString();
        };
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !WORD_WITH_A_MEANING.matcher(text).matches()) {
            return text;
        }
        // A JSON string is a double-quoted YAML string.
        return Escapes.json(new JsonPrimitive(text).toString());
    }
}
