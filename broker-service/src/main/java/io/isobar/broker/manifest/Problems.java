package io.isobar.broker.manifest;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects everything that is wrong with a file, so that its author hears of all of it at once. */
final class Problems {
    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int unlisted;

    void add(String field, String problem, int line) {
        add(Reason.INVALID_MANIFEST, field, problem, line);
    }

    void add(Reason reason, String field, String problem, int line) {
        reasons.add(reason);
        if (found.size() < MOST) {
            found.add(new Violation(field, problem, line));
        } else {
            unlisted++;
        }
    }

    void note(String key, String value) {
        metadata.putIfAbsent(key, value);
    }

    int count() {
        return found.size() + unlisted;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** A problem after which nothing more can be read. */
    Failure fatal(String field, String problem, int line) {
        add(field, problem, line);
        return asFailure();
    }

    /** With the one reason that all problems share, or as an invalid file. */
    Failure asFailure() {
        var listed = new ArrayList<>(found);
        if (unlisted > 0) {
            listed.add(new Violation("", unlisted + " more problems are not listed"));
        }
        var reason = reasons.size() == 1 ? reasons.iterator().next() : Reason.INVALID_MANIFEST;
        return Failure.of(reason, listed, metadata);
    }
}
