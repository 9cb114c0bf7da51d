package io.isobar.broker.replay;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.isobar.proto.resource.v1.Money;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two messages of the same kind say differently, field by field, as people read it. */
final class Differences {
    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    static List<Difference> between(Message recorded, Message replayed) {
        var differences = new Differences();
        differences.compare("", recorded, replayed);
        return List.copyOf(differences.found);
    }

    static Difference of(String field, String recorded, String replayed) {
        return Difference.newBuilder()
                .setField(field)
                .setRecorded(recorded)
                .setReplayed(replayed)
                .build();
    }

    private void compare(String path, Message recorded, Message replayed) {
        if (recorded.equals(replayed)) {
            return;
        }
        for (var field : recorded.getDescriptorForType().getFields()) {
            var at = path + field.getName();
            if (recorded instanceof Candidate one
                    && replayed instanceof Candidate other
                    && field.getNumber() == Candidate.BILL_FIELD_NUMBER) {
                bills(at, one.getBillList(), other.getBillList());
            } else if (isNested(field) && recorded.hasField(field) && replayed.hasField(field)) {
                compare(at + ".", (Message) recorded.getField(field), (Message) replayed.getField(field));
            } else {
                add(at, text(recorded, field), text(replayed, field));
            }
        }
    }

    private void add(String at, String recorded, String replayed) {
        if (!recorded.equals(replayed)) {
            found.add(of(at, recorded, replayed));
        }
    }

    /** Line by line; of each term there is one. */
    private void bills(String at, List<BillLine> recorded, List<BillLine> replayed) {
        var before = new LinkedHashMap<Integer, BillLine>();
        recorded.forEach(line -> before.put(line.getTermValue(), line));
        var after = new LinkedHashMap<Integer, BillLine>();
        replayed.forEach(line -> after.put(line.getTermValue(), line));
        var terms = new LinkedHashSet<>(before.keySet());
        terms.addAll(after.keySet());
        for (int term : terms) {
            var one = before.get(term);
            var other = after.get(term);
            var line = at + "[" + token(termOf(one == null ? other : one)) + "]";
            if (one != null && other != null) {
                compare(line + ".", one, other);
            } else {
                add(line, one == null ? "" : amount(one), other == null ? "" : amount(other));
            }
        }
    }

    private static EnumValueDescriptor termOf(@Nullable BillLine line) {
        return (line == null ? BillLine.getDefaultInstance() : line).getTerm().getValueDescriptor();
    }

    private static String amount(BillLine line) {
        return print(line.getAmount()) + " (" + line.getDetail() + ")";
    }

    /** A message whose fields are compared one by one. */
    private static boolean isNested(FieldDescriptor field) {
        return !field.isRepeated()
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.getMessageType().getFullName().startsWith("google.protobuf.")
                && !field.getMessageType().equals(Money.getDescriptor());
    }

    private static String text(Message of, FieldDescriptor field) {
        if (field.isRepeated()) {
            return ((List<?>) of.getField(field))
                    .stream().map(Differences::print).collect(Collectors.joining("; "));
        }
        return field.hasPresence() && !of.hasField(field) ? "" : print(of.getField(field));
    }

    private static String print(Object value) {
        return switch (value) {
            case Money money -> money.getAmount() + " " + money.getCurrency();
            case com.google.protobuf.Duration duration -> Durations.toString(duration);
            case com.google.protobuf.Timestamp time -> Timestamps.toString(time);
            case EnumValueDescriptor constant -> token(constant);
            default -> value.toString().strip();
        };
    }

    /** Without what all names of the enumeration begin with. */
    private static String token(EnumValueDescriptor constant) {
        var prefix = constant.getType()
                        .getName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT)
                + "_";
        return constant.getName().startsWith(prefix)
                ? constant.getName().substring(prefix.length())
                : constant.getName();
    }
}
