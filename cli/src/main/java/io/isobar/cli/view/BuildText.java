package io.isobar.cli.view;

import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.catalog.v1.Coverage;
import io.isobar.proto.catalog.v1.SoftwareBuild;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which builds of frameworks run on an accelerator: those that are known to or not to, then the others by what they are built for. */
final class BuildText {
    private BuildText() {}

    static List<String> lines(String stack, List<SoftwareBuild> builds, Frame frame) {
        if (builds.isEmpty()) {
            return Wrapped.lines("", "No build of a framework is known for " + stack + ".", frame.width());
        }
        var lines = new ArrayList<String>();
        var known = builds.stream().filter(build -> !isOpen(build)).toList();
        if (!known.isEmpty()) {
            lines.addAll(known(known, frame).lines(frame.width()));
        }
        var open = builds.stream().filter(BuildText::isOpen).toList();
        if (!open.isEmpty()) {
            lines.addAll(open(open).lines(frame.width()));
            lines.addAll(Wrapped.lines(
                    "",
                    "A package runs where exactly what it is built for is installed, and drives the device; which devices"
                            + " that drives is not known here.",
                    frame.width()));
        }
        return lines;
    }

    private static boolean isOpen(SoftwareBuild build) {
        return build.getCoverage() != Coverage.COVERAGE_COVERED && build.getCoverage() != Coverage.COVERAGE_NOT_COVERED;
    }

    private static Table known(List<SoftwareBuild> builds, Frame frame) {
        var table = new Table(
                Column.whole("FRAMEWORK"),
                Column.whole("VERSION"),
                Column.whole("BUILT FOR"),
                Column.whole("RUNS"),
                Column.sentence("BECAUSE"));
        builds.forEach(build -> table.row(
                build.getFramework(),
                build.getVersion(),
                build.getBuiltFor(),
                build.getCoverage() == Coverage.COVERAGE_COVERED ? "yes" : "no",
                build.getEvidence() + (frame.isWide() ? " [" + build.getSource() + "]" : "")));
        return table;
    }

    private static Table open(List<SoftwareBuild> builds) {
        Map<String, Map<String, List<String>>> packages = new LinkedHashMap<>();
        builds.forEach(build -> packages.computeIfAbsent(build.getBuiltFor(), key -> new LinkedHashMap<>())
                .computeIfAbsent(build.getFramework(), key -> new ArrayList<>())
                .add(build.getVersion()));
        var table = new Table(Column.whole("BUILT FOR"), Column.sentence("PACKAGES"));
        packages.forEach((builtFor, frameworks) -> table.row(builtFor, joined(frameworks)));
        return table;
    }

    private static String joined(Map<String, List<String>> frameworks) {
        var parts = new ArrayList<String>();
        frameworks.forEach((framework, versions) -> parts.add(framework + " " + String.join(", ", versions)));
        return String.join("; ", parts);
    }
}
