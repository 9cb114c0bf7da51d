package io.isobar.bench.rounds;

import io.isobar.bench.trace.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The jobs of one continuous trace with one accelerator each, in the order of their arrival, which is also their number.
 *
 * @param jobs with arrivals at one job an hour
 */
record Trace(List<TraceJob> jobs) {
    /** In the order of the columns. */
    static final List<String> TYPES = List.of("V100", "P100", "K80");

    /**
     * Reads the trace of a seed.
     *
     * @throws IOException if a file is missing, with its name
     */
    static Trace read(Path folder, int seed) throws IOException {
        Map<String, List<Double>> throughputs = new HashMap<>();
        for (String[] row : CsvFile.rows(folder.resolve("throughput_matrix.csv"))) {
            if (row[1].equals("1")) {
                throughputs.put(
                        row[0], List.of(Double.valueOf(row[2]), Double.valueOf(row[3]), Double.valueOf(row[4])));
            }
        }
        List<TraceJob> jobs = new ArrayList<>();
        for (String[] row : CsvFile.rows(folder.resolve("continuous_single_seed" + seed + ".csv.gz"))) {
            List<Double> ofKind = throughputs.get(row[2]);
            if (ofKind == null) {
                throw new IllegalArgumentException("there are no throughputs of " + row[2]);
            }
            double arrival = Double.parseDouble(row[1]) * 3600;
            jobs.add(new TraceJob(jobs.size(), row[2], arrival, ofKind, Double.parseDouble(row[5])));
        }
        return new Trace(List.copyOf(jobs));
    }

    /** The mean job completion time in hours that was published for seed 0. */
    static OptionalDouble published(Path folder, String policy, double jobsPerHour) throws IOException {
        return CsvFile.rows(folder.resolve("published_results.csv")).stream()
                .filter(row -> row[0].equals("continuous_single")
                        && row[1].equals("jct_hours")
                        && Double.parseDouble(row[2]) == jobsPerHour
                        && row[3].equals(policy))
                .mapToDouble(row -> Double.parseDouble(row[4]))
                .findFirst();
    }
}
