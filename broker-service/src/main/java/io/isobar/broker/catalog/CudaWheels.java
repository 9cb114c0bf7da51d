package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which CUDA devices the binaries of a PyTorch build run on. Machine code for X.Y runs on every X.Z with Z at least Y;
 * intermediate code (PTX) for X.Y is compiled for every newer device; nothing runs on an older one.
 */
public final class CudaWheels {
    private static final Set<String> COLUMNS =
            new LinkedHashSet<>(List.of("pytorch", "cuda_tag", "arch_list", "excludes", "source"));
    private static final Pattern CAPABILITY = Pattern.compile("([0-9]{1,2})\\.([0-9])(\\+PTX)?");
    private static final Pattern DEVICE = Pattern.compile("sm_([0-9]{1,2})([0-9])");

    /** A compute capability that a build has code for. */
    private record Capability(int major, int minor, boolean intermediate) {
        static Optional<Capability> parse(String text) {
            Matcher matcher = CAPABILITY.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Capability(
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            matcher.group(3) != null))
                    : Optional.empty();
        }

        boolean runsOn(int deviceMajor, int deviceMinor) {
            boolean newer = deviceMajor > major || (deviceMajor == major && deviceMinor >= minor);
            return intermediate ? newer : newer && deviceMajor == major;
        }

        String text() {
            return major + "." + minor + (intermediate ? "+PTX" : "");
        }
    }

    private record Build(String version, String tag, List<Capability> code, String source) {}

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
            var code = new ArrayList<Capability>();
            for (String text : cells.list("arch_list")) {
                Capability.parse(text)
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
        List<Build> known = builds.stream()
                .filter(build -> isVersion(build.version(), pytorch) && isTag(build.tag(), tag))
                .toList();
        if (known.isEmpty()) {
            return new NotKnown("the architectures of PyTorch " + pytorch + " for " + tag + " are not known");
        }
        return covers(known.getFirst(), "PyTorch " + pytorch + " for " + tag, architecture);
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
        Matcher device = DEVICE.matcher(architecture);
        if (!device.matches()) {
            return new NotKnown(architecture + " is not a CUDA architecture");
        }
        int major = Integer.parseInt(device.group(1));
        int minor = Integer.parseInt(device.group(2));
        List<String> has = build.code().stream().map(Capability::text).toList();
        return build.code().stream()
                .filter(code -> code.runsOn(major, minor))
                .findFirst()
                .<Coverage>map(code -> new Covered(architecture + " runs code for " + code.text()))
                .orElseGet(() -> new NotCovered(
                        called + " has code for " + String.join(", ", has) + "; " + architecture + " needs code for "
                                + major + ".0" + (minor == 0 ? "" : " to " + major + "." + minor),
                        remedy(major, minor)));
    }

    private String remedy(int major, int minor) {
        List<String> others = builds.stream()
                .filter(build -> build.code().stream().anyMatch(code -> code.runsOn(major, minor)))
                .map(build -> build.version() + " for " + build.tag())
                .toList();
        return others.isEmpty()
                ? "Use an image that was built for this device"
                : "Use an image with PyTorch " + String.join(", ", others);
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
