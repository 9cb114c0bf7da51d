package io.isobar.bench.learning;

import io.isobar.bench.trace.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A kind of job, as Gavel measured it on one accelerator of each model.
 *
 * @param name a network and its batch size
 * @param stepsPerSecond on each model
 */
record Kind(String name, Map<Model, Double> stepsPerSecond) {
    /** Of the matrix, those with one accelerator. */
    static List<Kind> read(Path folder) throws IOException {
        var kinds = new ArrayList<Kind>();
        for (var row : CsvFile.rows(folder.resolve("throughput_matrix.csv"))) {
            if (row[1].equals("1")) {
                kinds.add(new Kind(
                        row[0],
                        Map.of(
                                Model.V100, Double.valueOf(row[2]),
                                Model.P100, Double.valueOf(row[3]),
                                Model.K80, Double.valueOf(row[4]))));
            }
        }
        return List.copyOf(kinds);
    }

    /** Without the batch size. */
    String network() {
        return name.replaceAll(" \\(.*", "");
    }

    /** As a workload names it: none that the catalogue knows. */
    String family() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "") + "-run";
    }

    /** Hours that so many steps take on a model. */
    double hours(double steps, Model on) {
        return steps / speed(on) / 3_600;
    }

    private double speed(Model on) {
        var speed = stepsPerSecond.get(on);
        if (speed == null) {
            throw new IllegalArgumentException("nobody measured " + name + " on " + on);
        }
        return speed;
    }

    /** What so many steps really cost on a model, in dollars. */
    double cost(double steps, Model on) {
        return hours(steps, on) * on.dollarsPerHour;
    }
}
