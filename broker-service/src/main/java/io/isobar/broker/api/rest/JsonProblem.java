package io.isobar.broker.api.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.isobar.broker.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;

/** Says what is wrong with a JSON body, in words of the contract. */
final class JsonProblem {
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("Cannot find field: (.+) in message ([A-Za-z0-9_.]+)");
    private static final Contract CONTRACT = new Contract();
    private static final int LONGEST = 300;

    private JsonProblem() {}

    static Failure of(String message, Descriptor asked) {
        var unknown = UNKNOWN_FIELD.matcher(message);
        if (unknown.matches()) {
            var where = unknown.group(2).substring(unknown.group(2).lastIndexOf('.') + 1);
            var type = CONTRACT.messages().getOrDefault(where, asked);
            var fields =
                    type.getFields().stream().map(FieldDescriptor::getJsonName).toList();
            return Failure.invalid(
                    shortened(unknown.group(1)), "is no field of " + where + hint(unknown.group(1), fields));
        }
        return Failure.invalid(
                "", "the body is no " + asked.getName() + " in JSON: " + shortened(message.replace('\n', ' ')));
    }

    private static String hint(String name, List<String> fields) {
        String nearest = "";
        int best = Math.max(1, name.length() / 3) + 1;
        for (var field : fields) {
            int distance = distance(name, field);
            if (distance < best) {
                best = distance;
                nearest = field;
            }
        }
        return nearest.isEmpty() ? "; it has " + String.join(", ", fields) : "; did you mean " + nearest + "?";
    }

    /** How many letters must be put in, taken out or changed. */
    private static int distance(String left, String right) {
        if (left.length() > 100) {
            return left.length();
        }
        var row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
