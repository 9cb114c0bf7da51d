package io.isobar.broker.catalog;

import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One generic resource of Slurm: {@code gpu:a100:8(S:0-1)}.
 *
 * @param name what the site calls it: {@code gpu}, {@code dcu}, {@code shard}, {@code mps}, anything
 * @param type free text of the site, often a device name; null: none is given, which is not the same as any
 * @param count 0 or more
 */
public record Gres(String name, @Nullable String type, long count) {
    private static final String KIND = "gres";
    private static final String REMEDY = "Write NAME, NAME:COUNT or NAME:TYPE:COUNT, such as gpu:a100:8";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,63}");
    private static final Pattern COUNT = Pattern.compile("([0-9]{1,15})([KMGTP]?)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 4_096;

    public Gres {
        if (count < 0) {
            throw new QuantityException("gres: " + name + " has the negative count " + count + ".");
        }
    }

    /**
     * Reads a list as {@code --gres}, {@code gres.conf}, {@code sinfo} and {@code slurmrestd} have it; socket and index
     * lists in parentheses say where, not how many, and are left out. Nothing and {@code (null)} mean none.
     *
     * @throws QuantityException where it cannot be read, also for {@code N/A}: that is unknown, not none
     */
    public static List<Gres> parse(String text) {
        if (text.length() > LONGEST) {
            throw QuantityException.unreadable(KIND, text, "it has " + text.length() + " characters", REMEDY);
        }
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equals("(null)") || trimmed.equalsIgnoreCase("none")) {
            return List.of();
        }
        var list = new ArrayList<Gres>();
        for (String entry : entries(text, trimmed)) {
            list.add(one(text, entry));
        }
        return list;
    }

    private static Gres one(String text, String entry) {
        String plain = entry.startsWith("gres/") || entry.startsWith("gres:") ? entry.substring(5) : entry;
        int parenthesis = plain.indexOf('(');
        String[] parts = (parenthesis < 0 ? plain : plain.substring(0, parenthesis)).split(":", -1);
        if (!NAME.matcher(parts[0]).matches() || parts[0].equalsIgnoreCase("N/A")) {
            throw QuantityException.unreadable(
                    KIND, text, QuantityException.quoted(entry) + " is not a resource", REMEDY);
        }
        Long last = parts.length == 1 ? null : count(parts[parts.length - 1]);
        int typeEnd = last == null ? parts.length : parts.length - 1;
        var type = new ArrayList<String>();
        for (int i = 1; i < typeEnd; i++) {
            if (parts[i].isEmpty()) {
                throw QuantityException.unreadable(
                        KIND, text, "a part of " + QuantityException.quoted(entry) + " is empty", REMEDY);
            }
            if (!parts[i].equals("no_consume")) {
                type.add(parts[i]);
            }
        }
        if (type.size() > 1) {
            throw QuantityException.unreadable(
                    KIND, text, QuantityException.quoted(entry) + " has too many parts", REMEDY);
        }
        return new Gres(parts[0], type.isEmpty() ? null : type.getFirst(), last == null ? 1 : last);
    }

    /** Splits at commas outside of parentheses. */
    private static List<String> entries(String text, String trimmed) {
        var entries = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || depth > 1) {
                throw QuantityException.unreadable(KIND, text, "its parentheses do not match", REMEDY);
            }
            if (c == ',' && depth == 0) {
                entries.add(trimmed.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (depth != 0) {
            throw QuantityException.unreadable(KIND, text, "its parentheses do not match", REMEDY);
        }
        entries.add(trimmed.substring(start).strip());
        return entries;
    }

    private static @Nullable Long count(String text) {
        Matcher matcher = COUNT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int power = matcher.group(2).isEmpty()
                ? 0
                : "KMGTP".indexOf(Character.toUpperCase(matcher.group(2).charAt(0))) + 1;
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> (10 * power)) {
            throw QuantityException.unreadable(KIND, text, "the count is too large", REMEDY);
        }
        return count << (10 * power);
    }
}
