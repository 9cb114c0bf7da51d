package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import io.isobar.broker.table.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which CUDA devices the binaries of a PyTorch build run on, and with which drivers. */
public final class CudaWheels {
    private static final Set<String> COLUMNS =
            new LinkedHashSet<>(List.of("pytorch", "cuda_tag", "arch_list", "excludes", "source"));
    private static final Pattern TOOLKIT = Pattern.compile("(?:cu|CUDA )([0-9]{2})[0-9.x]*.*");
    private static final Pattern PIP_TAG = Pattern.compile("cu[0-9]{3}");
    private static final int MOST_REMEDIES = 4;

    private record Build(String version, String tag, List<CudaCode> code, String source) {}

    private final List<Build> builds;

    private CudaWheels(List<Build> builds) {
        this.builds = List.copyOf(builds);
    }

    /** The builds that are known; throws {@link CatalogException} with every problem of the table. */
    public static CudaWheels load() {
        var problems = new ArrayList<String>();
        CsvTable table = CatalogResource.read("cuda_wheel_arch.csv", problems);
        table.checkColumns(COLUMNS, COLUMNS, problems);
        var builds = new ArrayList<Build>();
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            var code = new ArrayList<CudaCode>();
            for (String text : cells.list("arch_list")) {
                CudaCode.parse(text)
                        .ifPresentOrElse(
                                code::add,
                                () -> cells.problem(
                                        "arch_list", "has \"" + text + "\", which is not a compute capability"));
            }
            builds.add(new Build(
                    cells.required("pytorch"),
                    cells.required("cuda_tag"),
                    List.copyOf(code),
                    cells.required("source")));
        }
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        return new CudaWheels(builds);
    }

    /**
     * Whether a build runs on a device.
     *
     * @param pytorch version with two parts ({@code 2.9}); further parts do not matter
     * @param tag of the build, such as {@code cu128}
     * @param architecture of the device, such as {@code sm_90}
     */
    public Coverage covers(String pytorch, String tag, String architecture) {
        var known = builds.stream()
                .filter(build -> isVersion(build.version(), pytorch) && isTag(build.tag(), tag))
                .findFirst();
        if (known.isEmpty()) {
            return new NotKnown("the architectures of PyTorch " + pytorch + " for " + tag + " are not known");
        }
        return covers(known.get(), "PyTorch " + pytorch + " for " + tag, architecture);
    }

    /** Every build that is known, held against a device with an architecture such as {@code sm_90}; in the order of the table. */
    public List<FrameworkBuild> builds(String architecture) {
        return builds.stream()
                .map(build -> new FrameworkBuild(
                        "PyTorch",
                        build.version(),
                        build.tag(),
                        covers(build, "PyTorch " + build.version() + " for " + build.tag(), architecture),
                        build.source()))
                .toList();
    }

    private Coverage covers(Build build, String called, String architecture) {
        var device = CudaCode.ofDevice(architecture);
        if (device.isEmpty()) {
            return new NotKnown(architecture + " is not a CUDA architecture");
        }
        int major = device.get().major();
        int minor = device.get().minor();
        List<String> has = build.code().stream().map(CudaCode::text).toList();
        return build.code().stream()
                .filter(code -> code.runsOn(device.get()))
                .findFirst()
                .<Coverage>map(code -> new Covered(architecture + " runs code for " + code.text()))
                .orElseGet(() -> new NotCovered(
                        called + " has code for " + String.join(", ", has) + "; " + architecture + " needs code for "
                                + major + ".0" + (minor == 0 ? "" : " to " + major + "." + minor),
                        remedy(architecture, device.get())));
    }

    private String remedy(String architecture, CudaCode device) {
        List<String> others = builds.stream()
                .filter(build -> PIP_TAG.matcher(build.tag()).matches())
                .filter(build -> build.code().stream().anyMatch(code -> code.runsOn(device)))
                .map(build -> build.version() + "+" + build.tag())
                .toList();
        return "an image built for " + architecture
                + (others.isEmpty()
                        ? ""
                        : ", such as with PyTorch "
                                + String.join(
                                        ", ",
                                        others.subList(Math.max(0, others.size() - MOST_REMEDIES), others.size())));
    }

    /**
     * The oldest driver on which programs of a build's CUDA run at all: that of the major version, since the minor
     * versions of a toolkit run on one another's drivers. Source: NVIDIA, CUDA Compatibility, "Minor Version
     * Compatibility".
     *
     * @param tag as in {@link #covers}
     */
    public static Optional<String> driverMinimum(String tag) {
        Matcher toolkit = TOOLKIT.matcher(tag);
        return !toolkit.matches()
                ? Optional.empty()
                : switch (toolkit.group(1)) {
                    case "11" -> Optional.of("450.80.02");
                    case "12" -> Optional.of("525");
                    case "13" -> Optional.of("580");
                    default -> Optional.empty();
                };
    }

    private static boolean isTag(String known, String asked) {
        return FoldedName.fold(known).equals(FoldedName.fold(asked));
    }

    /** {@code 2.11+} in the table is that version and later ones; {@code 2.9} is 2.9.0, 2.9.1 and so on. */
    private static boolean isVersion(String known, String asked) {
        boolean orLater = known.endsWith("+");
        String first = orLater ? known.substring(0, known.length() - 1) : known;
        if (asked.equals(first) || asked.startsWith(first + ".")) {
            return true;
        }
        return orLater && Versions.compare(asked, first) > 0;
    }
}
