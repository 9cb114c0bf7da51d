package io.isobar.agent.driver.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Generic resources of one name and type: {@code gpu:a100:8}.
 *
 * @param type null: the site gives none
 * @param count 0 or more
 */
public record Gres(String name, @Nullable String type, long count) {
    private static final Pattern COUNT = Pattern.compile("(\\d{1,15})([KMG]?)");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    /** Of a list as {@code gpu:a100:4(S:0),gpu:v100:2}; {@code (null)}, {@code N/A} and nothing are no resources. */
    public static List<Gres> parse(String text) {
        String list = text.strip();
        if (list.isEmpty() || list.equals("(null)") || list.equals("N/A")) {
            return List.of();
        }
        List<Gres> parsed = new ArrayList<>();
        for (String one : COMMA.split(list, -1)) {
            parsed.add(one(one.replace("(null)", ""), list));
        }
        return parsed;
    }

    /** name[:type][:count], and in parentheses which sockets or devices; a type may be digits only. */
    private static Gres one(String text, String list) {
        int parenthesis = text.indexOf('(');
        String[] parts = (parenthesis < 0 ? text : text.substring(0, parenthesis)).split(":", -1);
        Matcher last = COUNT.matcher(parts[parts.length - 1]);
        boolean counted = parts.length > 1 && last.matches();
        int words = counted ? parts.length - 1 : parts.length;
        if (words > 2 || parts[0].isBlank()) {
            throw new IllegalArgumentException("'" + text + "' of '" + list + "' is not a generic resource");
        }
        return new Gres(
                parts[0],
                words == 2 && !parts[1].isEmpty() ? parts[1] : null,
                counted ? count(last.group(1), last.group(2)) : 1);
    }

    private static long count(String digits, String suffix) {
        long factor =
                switch (suffix) {
                    case "K" -> 1L << 10;
                    case "M" -> 1L << 20;
                    case "G" -> 1L << 30;
                    default -> 1;
                };
        return Math.multiplyExact(Long.parseLong(digits), factor);
    }

    boolean isLike(Gres other) {
        return name.equals(other.name) && String.valueOf(type).equals(String.valueOf(other.type));
    }

    /** As the site writes it, without a number: {@code gpu:a100}. */
    String kind() {
        return name + (type == null ? "" : ":" + type);
    }

    /** As it is asked for: {@code gpu:a100:2}. */
    String request(long units) {
        return kind() + ":" + units;
    }
}
