package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what every name means, and the names that contradict one another. */
final class NameIndex {
    private final Map<String, Resolution> primary = new LinkedHashMap<>();
    private final Map<String, String> spelled = new HashMap<>();
    private final List<String> problems;

    NameIndex(List<String> problems) {
        this.problems = problems;
    }

    /** All names of a model itself: id, model, vendor and model, aliases. */
    void add(AcceleratorModel model) {
        Exact whole = Exact.whole(model);
        add(model.id(), whole);
        add(model.model(), whole);
        add(model.vendor() + " " + model.model(), whole);
        model.aliases().forEach(alias -> add(alias, whole));
    }

    /**
     * One more name. The same name for two models is a problem; except that a model which an ambiguous name may mean
     * can take that name for itself, which is how an operator settles it.
     */
    void add(String name, Resolution meaning) {
        String key = FoldedName.fold(name);
        Resolution before = primary.putIfAbsent(key, meaning);
        spelled.putIfAbsent(key, name);
        if (before == null || before.equals(meaning)) {
            return;
        }
        if (before instanceof Exact exact && meaning instanceof Ambiguous ambiguous) {
            if (ambiguous.candidates().contains(exact.model())) {
                return;
            }
        }
        problems.add("the name \"" + name + "\" means " + describe(before) + " and " + describe(meaning)
                + "; one name can only mean one thing. Remove one of the two.");
    }

    private static String describe(Resolution meaning) {
        return switch (meaning) {
            case Exact exact -> exact.model().id();
            case Ambiguous ambiguous -> "one of " + ambiguous.names();
            case Resolution.Unknown _ -> "nothing";
        };
    }

    /** The names as they are spelled, by what they fold to. */
    Map<String, String> spelled() {
        return spelled;
    }

    Map<String, Resolution> byFoldedName() {
        return primary;
    }

    /** All names, and those without a hyphen between digits where that means nothing else. */
    NameTable table() {
        var all = new HashMap<>(primary);
        var shorter = new HashMap<String, Resolution>();
        Set<String> unclear = new HashSet<>();
        primary.forEach((key, meaning) -> {
            String without = key.replace("-", "");
            Resolution other = shorter.putIfAbsent(without, meaning);
            if (other != null && !other.equals(meaning)) {
                unclear.add(without);
            }
        });
        shorter.keySet().removeAll(unclear);
        shorter.forEach(all::putIfAbsent);
        return new NameTable(all);
    }
}
