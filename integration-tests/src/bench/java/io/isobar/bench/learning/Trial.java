package io.isobar.bench.learning;

import io.isobar.bench.trace.CsvFile;
import io.isobar.broker.catalog.AcceleratorCatalog;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a seed draws: which kinds of job come, in which order, and what is declared of them.
 *
 * @param jobs in the order of their arrival
 * @param declared steps a second on each model, by kind
 */
record Trial(long seed, List<Job> jobs, Map<Kind, Map<Model, Double>> declared) {
    /**
     * @param hour of its arrival, at one job an hour on average
     * @param luck by which factor its run takes longer than the matrix has it
     */
    record Job(double hour, Kind kind, double steps, double luck) {}

    /** Which kinds come, and how many jobs. */
    record Mix(String name, boolean isOneOfEachNetwork, int jobs, int seeds) {}

    private static final int TRACES = 3;
    private static final double LUCK = 0.05;

    static Trial draw(long seed, Mix mix, Path folder) throws IOException {
        var random = new Random(seed);
        var kinds = Kind.read(folder);
        var come = mix.isOneOfEachNetwork() ? oneOfEach(kinds, random) : byName(kinds);
        var rows = CsvFile.rows(folder.resolve("continuous_single_seed" + seed % TRACES + ".csv.gz")).stream()
                .filter(row -> come.containsKey(row[2]))
                .toList();
        int from = random.nextInt(rows.size() - mix.jobs());
        var some = rows.subList(from, from + mix.jobs());
        double begin = Double.parseDouble(some.getFirst()[1]);
        double span = Double.parseDouble(some.getLast()[1]) - begin;
        var jobs = new ArrayList<Job>();
        for (var row : some) {
            var kind = come.get(row[2]);
            if (kind != null) {
                jobs.add(new Job(
                        (Double.parseDouble(row[1]) - begin) / span * mix.jobs(),
                        kind,
                        Double.parseDouble(row[5]),
                        Math.exp(LUCK * random.nextGaussian())));
            }
        }
        var declared = new LinkedHashMap<Kind, Map<Model, Double>>();
        come.values().forEach(kind -> declared.put(kind, displaced(kind.stepsPerSecond(), random)));
        return new Trial(seed, List.copyOf(jobs), declared);
    }

    /** Each speed is declared of another model than it was measured on. */
    private static Map<Model, Double> displaced(Map<Model, Double> speeds, Random random) {
        var models = new ArrayList<>(List.of(Model.values()));
        Collections.rotate(models, 1 + random.nextInt(models.size() - 1));
        var moved = new EnumMap<Model, Double>(Model.class);
        for (var model : Model.values()) {
            moved.put(models.removeFirst(), speeds.getOrDefault(model, 0.0));
        }
        return Map.copyOf(moved);
    }

    private static Map<String, Kind> oneOfEach(List<Kind> kinds, Random random) {
        var byNetwork = new LinkedHashMap<String, List<Kind>>();
        kinds.forEach(kind -> byNetwork
                .computeIfAbsent(kind.network(), any -> new ArrayList<>())
                .add(kind));
        return byName(byNetwork.values().stream()
                .map(all -> all.get(random.nextInt(all.size())))
                .toList());
    }

    private static Map<String, Kind> byName(List<Kind> kinds) {
        var byName = new LinkedHashMap<String, Kind>();
        kinds.forEach(kind -> byName.put(kind.name(), kind));
        return byName;
    }

    /** The same, declared as it is. */
    Trial honest() {
        var honest = new HashMap<Kind, Map<Model, Double>>();
        declared.keySet().forEach(kind -> honest.put(kind, kind.stepsPerSecond()));
        return new Trial(seed, jobs, honest);
    }

    /** With what is declared as the operator's own table of speeds. */
    AcceleratorCatalog catalog() {
        var rows = declared.entrySet().stream()
                .flatMap(entry -> List.of(Model.P100, Model.K80).stream().map(model -> row(entry.getKey(), model)))
                .collect(Collectors.joining());
        var table = "family,model_id,reference_id,precision,speed,setting,source\n" + rows;
        return AcceleratorCatalog.load("models", new StringReader(""), "declared speeds", new StringReader(table));
    }

    private String row(Kind kind, Model model) {
        double ratio = declaredSpeed(kind, model) / declaredSpeed(kind, Model.V100);
        return String.format(
                Locale.ROOT, "%s,%s,%s,fp32,%.6f,one,declared%n", kind.family(), model.id, Model.V100.id, ratio);
    }

    /** What the user declares, in hours on a V100. */
    double declaredHours(Job job) {
        return job.steps() / declaredSpeed(job.kind(), Model.V100) / 3_600;
    }

    private double declaredSpeed(Kind kind, Model model) {
        return declared.getOrDefault(kind, kind.stepsPerSecond()).getOrDefault(model, 0.0);
    }
}
