package io.isobar.broker.manifest.conversion;

import io.isobar.broker.catalog.AcceleratorRequestException;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a job file and what of it is lost, so that its author hears of all of it at once. */
public final class Findings {
    private static final int MOST = 100;
    private static final int LONGEST_PATH = 60;

    private final List<Violation> wrong = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** The file cannot be read as it is. */
    public void wrong(int line, String what, String problem) {
        wrong(Reason.INVALID_MANIFEST, line, what, problem);
    }

    private void wrong(Reason reason, int line, String what, String problem) {
        reasons.add(reason);
        var violation = new Violation(shownWhat(what), problem, line);
        if (wrong.size() < MOST && !wrong.contains(violation)) {
            wrong.add(violation);
        }
    }

    /** Not carried over, and the work comes out the same. */
    public void lost(int line, String what, String instead) {
        lose(new Loss(line, shownWhat(what), instead, false, ""));
    }

    /** Not carried over, and the work may come out differently. */
    public void changed(int line, String what, String instead) {
        lose(new Loss(line, shownWhat(what), instead, true, ""));
    }

    /** As {@link #changed}, unless the author says it in a field of a workload file. */
    public void changedUnlessSaid(String field, int line, String what, String instead) {
        lose(new Loss(line, shownWhat(what), instead, true, field));
    }

    private void lose(Loss loss) {
        if (losses.size() < MOST && !losses.contains(loss)) {
            losses.add(loss);
        }
    }

    /** The value, or null and a problem where it cannot be read. */
    public <T> @Nullable T read(int line, String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (AcceleratorRequestException refused) {
            wrong(reasonOf(refused), line, what, refused.getMessage());
            if (!refused.candidates().isEmpty()) {
                metadata.putIfAbsent("candidates", String.join(", ", refused.candidates()));
            }
        } catch (IllegalArgumentException refused) {
            wrong(line, what, String.valueOf(refused.getMessage()));
        }
        return null;
    }

    private static Reason reasonOf(AcceleratorRequestException refused) {
        return switch (refused.fault()) {
            case MALFORMED -> Reason.INVALID_MANIFEST;
            case UNKNOWN -> Reason.UNKNOWN_ACCELERATOR;
            case AMBIGUOUS -> Reason.AMBIGUOUS_ACCELERATOR;
        };
    }

    public boolean isSound() {
        return wrong.isEmpty();
    }

    /** The losses by line; throws {@link Failure} where anything is wrong. */
    public List<Loss> losses() {
        if (!isSound()) {
            throw failure();
        }
        return losses.stream().sorted(Comparator.comparingInt(Loss::line)).toList();
    }

    /** With the one reason that all problems share, or as an invalid file. */
    public Failure failure() {
        var reason = reasons.size() == 1 ? reasons.iterator().next() : Reason.INVALID_MANIFEST;
        var byLine =
                wrong.stream().sorted(Comparator.comparingInt(Violation::line)).toList();
        return Failure.of(reason, byLine, metadata);
    }

    /** As {@link #shown}, but of a long path the end is kept, which says more than its beginning. */
    private static String shownWhat(String what) {
        int over = what.length() - LONGEST_PATH;
        int from = over > 0 && what.startsWith("spec.") ? what.indexOf('.', over) : -1;
        return shown(from < 0 ? what : "…" + what.substring(from));
    }

    /** A text of the file on one line: shortened, and without anything that could alter a terminal. */
    public static String shown(String text) {
        var quoted = QuantityException.quoted(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
