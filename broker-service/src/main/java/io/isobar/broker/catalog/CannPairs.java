package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import io.isobar.broker.table.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which version of CANN a framework package was built against. The pair is exact: a package neither runs with an older
 * nor, in general, with a newer one.
 */
public final class CannPairs {
    private static final Set<String> COLUMNS =
            new LinkedHashSet<>(List.of("framework", "package_version", "cann_version", "source"));

    private record Pair(String framework, String version, String cann, String source) {
        boolean isPackage(String otherFramework, String otherVersion) {
            return FoldedName.fold(framework).equals(FoldedName.fold(otherFramework))
                    && version.equalsIgnoreCase(otherVersion);
        }
    }

    private final List<Pair> pairs;

    private CannPairs(List<Pair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    /** The pairs that are known; throws {@link CatalogException} with every problem of the table. */
    public static CannPairs load() {
        var problems = new ArrayList<String>();
        CsvTable table = CatalogResource.read("ascend_cann_match.csv", problems);
        table.checkColumns(COLUMNS, COLUMNS, problems);
        var pairs = new ArrayList<Pair>();
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            pairs.add(new Pair(
                    cells.required("framework"),
                    cells.required("package_version"),
                    cells.required("cann_version"),
                    cells.required("source")));
        }
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        return new CannPairs(pairs);
    }

    /** Every package that is known, with the CANN it is built for; which devices that CANN drives is not in the table. */
    public List<FrameworkBuild> builds() {
        return pairs.stream()
                .map(pair -> new FrameworkBuild(
                        pair.framework(),
                        pair.version(),
                        "CANN " + pair.cann(),
                        new NotKnown("runs where CANN " + pair.cann()
                                + " is installed and drives the device; which devices it drives is not known here"),
                        pair.source()))
                .toList();
    }

    /**
     * Whether a package runs with the CANN of a pool.
     *
     * @param framework {@code torch-npu} or {@code mindspore}, in any case
     * @param version of its package: {@code 2.7.1.post2}
     * @param cann version that the pool has: {@code 8.5.0}
     */
    public Coverage covers(String framework, String version, String cann) {
        List<String> needed = pairs.stream()
                .filter(pair -> pair.isPackage(framework, version))
                .map(Pair::cann)
                .toList();
        if (needed.isEmpty()) {
            return new NotKnown("the CANN version of " + framework + " " + version + " is not known");
        }
        if (needed.stream().anyMatch(known -> known.equalsIgnoreCase(cann))) {
            return new Covered(framework + " " + version + " is built for CANN " + cann);
        }
        List<String> fitting = pairs.stream()
                .filter(pair -> FoldedName.fold(pair.framework()).equals(FoldedName.fold(framework))
                        && pair.cann().equalsIgnoreCase(cann))
                .map(Pair::version)
                .toList();
        return new NotCovered(
                framework + " " + version + " is built for CANN " + String.join(" or ", needed) + ", the pool has "
                        + cann,
                fitting.isEmpty()
                        ? "a pool with CANN " + String.join(" or ", needed)
                        : "an image with " + framework + " " + String.join(", ", fitting) + ", or a pool with CANN "
                                + String.join(" or ", needed));
    }

    /**
     * Whether a program that was built for a version of CANN runs with that of a pool: with each that begins with it,
     * so that {@code 8.2} takes 8.2.RC1 and 8.2.0, and neither 8.20 nor 8.3.
     */
    public static Coverage covers(String built, String cann) {
        var asked = built.toLowerCase(Locale.ROOT).split("\\.");
        var has = cann.toLowerCase(Locale.ROOT).split("\\.");
        boolean same = asked.length <= has.length
                && List.of(has).subList(0, asked.length).equals(List.of(asked));
        return same
                ? new Covered("it is built for CANN " + built + ", the pool has " + cann)
                : new NotCovered(
                        "it is built for CANN " + built + ", the pool has " + cann, "an image built for CANN " + cann);
    }
}
