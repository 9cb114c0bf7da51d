package io.isobar.broker.manifest;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes maps, lists and texts as YAML that people like to read: maps in blocks, lists of short texts on one line, scripts as
 * they are. Any text is read back as it was.
 */
final class YamlWriter {
    /** A number or truth value, to be written without quotes. */
    record Plain(String text) {}

    private static final Pattern BARE = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@=-]*");
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();

    static String write(Map<String, ?> map) {
        var writer = new YamlWriter();
        writer.map(map, "");
        return writer.out.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        boolean first = true;
        for (var entry : map.entrySet()) {
            // The first field of a list element stands behind its hyphen.
            out.append(first && out.toString().endsWith("- ") ? "" : indent);
            first = false;
            out.append(text(String.valueOf(entry.getKey()))).append(':');
            value(entry.getValue(), indent);
        }
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case Map<?, ?> map -> {
                out.append('\n');
                map(map, indent + STEP);
            }
            case List<?> list
            when isShort(list) -> out.append(' ').append(flow(list)).append('\n');
            case List<?> list -> {
                out.append('\n');
                list.forEach(element -> element(element, indent + STEP));
            }
            default -> {
                out.append(' ');
                scalar(value, indent + STEP);
            }
        }
    }

    private void element(Object element, String indent) {
        out.append(indent).append("- ");
        if (element instanceof Map<?, ?> map && !map.isEmpty()) {
            map(map, indent + STEP);
        } else {
            scalar(element, indent + STEP);
        }
    }

    private void scalar(Object value, String indent) {
        if (value instanceof String text && isBlock(text)) {
            out.append(text.endsWith("\n") ? "|\n" : "|-\n");
            text.lines()
                    .forEach(line ->
                            out.append(line.isEmpty() ? "" : indent + line).append('\n'));
        } else {
            out.append(single(value)).append('\n');
        }
    }

    private static boolean isShort(List<?> list) {
        return list.stream()
                .allMatch(element -> element instanceof Plain || (element instanceof String text && !isBlock(text)));
    }

    private static String flow(List<?> list) {
        return list.stream().map(YamlWriter::single).collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }

    private static String single(Object value) {
        return value instanceof Plain plain ? plain.text() : text(String.valueOf(value));
    }

    /** Several lines that a literal block keeps as they are: no blanks in front, and at most one line end behind. */
    private static boolean isBlock(String text) {
        return text.indexOf('\n') > 0
                && !text.endsWith("\n\n")
                && !Character.isWhitespace(text.charAt(0))
                && text.chars().allMatch(c -> c == '\n' || c == '\t' || isPrintable((char) c));
    }

    private static boolean isPrintable(char c) {
        return (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c < 0x2028) || (c > 0x2029 && c < 0xFEFF);
    }

    private static String text(String text) {
        if (BARE.matcher(text).matches() && RESOLVER.resolve(text, true).equals(Tag.STR)) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isPrintable(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
