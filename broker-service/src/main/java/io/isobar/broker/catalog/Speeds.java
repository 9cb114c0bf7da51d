package io.isobar.broker.catalog;

import io.isobar.broker.table.CsvTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How fast families of workloads were measured to run on one model, relative to another. Immutable.
 *
 * <p>Several settings of a family (batch sizes, numbers of devices) make one figure, their geometric mean. Two models
 * that were measured against the same third one are compared through it.
 */
public final class Speeds {
    private static final Set<String> COLUMNS = new LinkedHashSet<>(
            List.of("family", "model_id", "reference_id", "precision", "speed", "setting", "source"));

    /**
     * A speed that was measured.
     *
     * @param ratio speed on the model by that on the reference; above 1: the model is faster
     * @param source who measured it, on how many settings
     */
    public record Measured(double ratio, String source) {}

    private record Key(String family, String model, String reference) {}

    private record Row(double ratio, String source) {}

    private final Map<Key, Measured> direct;

    private Speeds(Map<Key, Measured> direct) {
        this.direct = Map.copyOf(direct);
    }

    static Speeds read(CsvTable table, Map<String, AcceleratorModel> models, List<String> problems) {
        table.checkColumns(COLUMNS, COLUMNS, problems);
        var rows = new HashMap<Key, List<Row>>();
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            String model = cells.required("model_id");
            String reference = cells.required("reference_id");
            BigDecimal ratio = cells.number("speed");
            for (String id : List.of(model, reference)) {
                if (!models.containsKey(id)) {
                    cells.problem("model_id", "\"" + id + "\" is not in the catalogue");
                }
            }
            if (ratio == null || ratio.signum() == 0) {
                cells.problem("speed", "is needed and must be more than 0");
                continue;
            }
            rows.computeIfAbsent(
                            new Key(FoldedName.fold(cells.required("family")), model, reference),
                            key -> new ArrayList<>())
                    .add(new Row(ratio.doubleValue(), cells.required("source")));
        }
        var direct = new HashMap<Key, Measured>();
        rows.forEach((key, all) -> direct.put(key, mean(all)));
        return new Speeds(direct);
    }

    /** Of a family of which others know something, only they count. */
    Speeds replacedBy(Speeds others) {
        var families = others.direct.keySet().stream().map(Key::family).collect(Collectors.toSet());
        var all = new HashMap<>(others.direct);
        direct.forEach((key, measured) -> {
            if (!families.contains(key.family())) {
                all.put(key, measured);
            }
        });
        return new Speeds(all);
    }

    private static Measured mean(List<Row> rows) {
        double logs = rows.stream().mapToDouble(row -> Math.log(row.ratio())).sum();
        double least = rows.stream().mapToDouble(Row::ratio).min().orElseThrow();
        double most = rows.stream().mapToDouble(Row::ratio).max().orElseThrow();
        var source = rows.getFirst().source();
        return new Measured(
                Math.exp(logs / rows.size()),
                rows.size() == 1
                        ? source
                        : source
                                + String.format(
                                        Locale.ROOT, ", %.2f to %.2f in %d settings", least, most, rows.size()));
    }

    /**
     * The speed of a family on a model, relative to a reference; empty where nobody measured it.
     *
     * @param family as the workload names it; null: none
     */
    public Optional<Measured> of(@Nullable String family, String model, String reference) {
        if (family == null) {
            return Optional.empty();
        }
        var folded = FoldedName.fold(family);
        var straight = between(folded, model, reference);
        if (straight != null) {
            return Optional.of(straight);
        }
        return direct.keySet().stream()
                .filter(key -> key.family().equals(folded) && key.model().equals(model))
                .map(Key::reference)
                .sorted()
                .flatMap(third -> Optional.ofNullable(through(folded, model, third, reference)).stream())
                .findFirst();
    }

    private @Nullable Measured between(String family, String model, String reference) {
        var measured = direct.get(new Key(family, model, reference));
        if (measured != null) {
            return measured;
        }
        var inverse = direct.get(new Key(family, reference, model));
        return inverse == null ? null : new Measured(1 / inverse.ratio(), inverse.source());
    }

    private @Nullable Measured through(String family, String model, String third, String reference) {
        var one = between(family, model, third);
        var other = between(family, reference, third);
        return one == null || other == null
                ? null
                : new Measured(one.ratio() / other.ratio(), one.source() + "; through " + third);
    }
}
