package io.isobar.standalone.federation;

import java.util.Map;

/** Writes a properties file that a Quarkus service reads as it was meant. */
public final class PropertiesText {
    private PropertiesText() {}

    public static String of(String heading, Map<String, String> entries) {
        StringBuilder text = new StringBuilder("# ").append(heading).append('\n');
        entries.forEach((key, value) -> text.append(escapedKey(key))
                .append('=')
                .append(escapedValue(value))
                .append('\n'));
        return text.toString();
    }

    private static String escapedKey(String key) {
        return common(key).replace(":", "\\:").replace("=", "\\=").replace(" ", "\\ ");
    }

    /** SmallRye replaces ${…} in values and, in a properties file, takes a doubled dollar as the sign itself. */
    private static String escapedValue(String value) {
        String escaped = common(value).replace("${", "$${");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }

    private static String common(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append(c < 0x7f ? Character.toString(c) : "\\u%04x".formatted((int) c));
            }
        }
        return escaped.toString();
    }
}
