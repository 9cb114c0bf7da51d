package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.table.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads names that mean several models, or a model with another memory, or that are not worth an alias. */
final class NamesTable {
    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of("name", "model_ids", "memory_gb", "note"));

    private NamesTable() {}

    static void read(CsvTable table, Map<String, AcceleratorModel> models, NameIndex index, List<String> problems) {
        table.checkColumns(COLUMNS, COLUMNS, problems);
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            String name = cells.required("name");
            Memory memory = cells.gigabytes("memory_gb");
            var candidates = new ArrayList<AcceleratorModel>();
            for (String id : cells.list("model_ids")) {
                AcceleratorModel model = models.get(id);
                if (model == null) {
                    cells.problem("model_ids", "has \"" + id + "\", which is not in the catalogue");
                } else {
                    candidates.add(model);
                }
            }
            if (candidates.isEmpty()) {
                cells.problem("model_ids", "names no model for \"" + name + "\"");
            } else if (candidates.size() > 1) {
                index.add(name, new Ambiguous(candidates));
            } else if (memory == null) {
                index.add(name, Exact.whole(candidates.getFirst()));
            } else {
                AcceleratorModel model = candidates.getFirst();
                index.add(name, new Exact(model, NamedUnit.withMemory(model, memory)));
            }
        }
    }
}
