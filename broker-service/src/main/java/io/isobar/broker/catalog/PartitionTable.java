package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.table.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads hardware partitions, and holds them against the cards they are cut from. */
final class PartitionTable {
    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of(
            "model_id",
            "profile",
            "compute_slices",
            "compute_slices_of_card",
            "instances_per_card",
            "memory_gb",
            "source"));

    private PartitionTable() {}

    static List<Partition> read(CsvTable table, Map<String, AcceleratorModel> models, List<String> problems) {
        table.checkColumns(COLUMNS, COLUMNS, problems);
        var partitions = new ArrayList<Partition>();
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            String id = cells.required("model_id");
            AcceleratorModel model = models.get(id);
            Integer slices = cells.whole("compute_slices", 1, 64);
            Integer all = cells.whole("compute_slices_of_card", 1, 64);
            Integer instances = cells.whole("instances_per_card", 1, 64);
            Memory memory = cells.gigabytes("memory_gb");
            if (model == null) {
                cells.problem("model_id", "\"" + id + "\" is not in the catalogue");
            } else if (slices == null || all == null || instances == null || memory == null) {
                cells.problem("profile", "needs all of its numbers");
            } else {
                var partition = new Partition(
                        id, cells.required("profile"), slices, all, instances, memory, cells.required("source"));
                check(cells, model, partition);
                partitions.add(partition);
            }
        }
        return partitions;
    }

    private static void check(Cells cells, AcceleratorModel model, Partition partition) {
        int slices = partition.computeSlices() * partition.instancesPerCard();
        if (slices > partition.computeSlicesOfCard()) {
            cells.problem(
                    "instances_per_card",
                    partition.instancesPerCard() + " of " + partition.profile() + " take " + slices
                            + " compute slices, but " + model.id() + " has " + partition.computeSlicesOfCard());
        }
        Memory card = model.cardMemory();
        if (card == null) {
            return;
        }
        Memory together = partition.memory().times(partition.instancesPerCard());
        if (together.compareTo(card) > 0) {
            cells.problem(
                    "memory_gb",
                    partition.instancesPerCard() + " of " + partition.profile() + " take " + together + ", but "
                            + model.id() + " has " + card);
        }
        boolean whole = partition.computeSlices() == partition.computeSlicesOfCard();
        if (whole && !MemoryTolerance.matches(card, partition.memory())) {
            cells.problem(
                    "memory_gb",
                    partition.profile() + " is the whole card with " + partition.memory() + ", but " + model.id()
                            + " has " + card);
        }
    }
}
