package io.isobar.broker.wire;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a message, so that its author hears of all of it at once. */
final class Problems {
    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int unlisted;

    void add(String field, String problem) {
        add(Reason.INVALID_ARGUMENT, field, problem);
    }

    void add(Reason reason, String field, String problem) {
        reasons.add(reason);
        if (found.size() < MOST) {
            found.add(new Violation(field, problem));
        } else {
            unlisted++;
        }
    }

    void note(String key, String value) {
        metadata.putIfAbsent(key, value);
    }

    /** The value, or null and a problem where it cannot be made. */
    <T> @Nullable T read(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException refused) {
            add(field, String.valueOf(refused.getMessage()));
            return null;
        }
    }

    boolean within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            add(field, "must be " + least + " to " + most + ", is " + value);
            return false;
        }
        return true;
    }

    /** Whether so many elements are allowed; where not, they should not be looked at. */
    boolean countWithin(String field, int count, int most) {
        if (count > most) {
            add(field, "has " + count + " elements, more than " + most);
            return false;
        }
        return true;
    }

    boolean text(String field, String text, int longest) {
        if (text.isEmpty()) {
            add(field, "is required");
            return false;
        }
        return textOrEmpty(field, text, longest);
    }

    boolean textOrEmpty(String field, String text, int longest) {
        var problem = FieldRules.textProblem(text, longest);
        if (problem != null) {
            add(field, problem);
        }
        return problem == null;
    }

    int count() {
        return found.size() + unlisted;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** With the one reason that all problems share, or as an invalid argument. */
    Failure asFailure() {
        var reason = reasons.size() == 1 ? reasons.iterator().next() : Reason.INVALID_ARGUMENT;
        var listed = new ArrayList<>(found);
        if (unlisted > 0) {
            listed.add(new Violation("", unlisted + " more problems are not listed"));
        }
        return Failure.of(reason, listed, metadata);
    }
}
