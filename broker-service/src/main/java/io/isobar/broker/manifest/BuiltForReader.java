package io.isobar.broker.manifest;

import io.isobar.broker.catalog.DeviceCode;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.BuiltFor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads what a variant's program was built for. */
final class BuiltForReader {
    private BuiltForReader() {}

    /** @param stack of the variant; null: not known, which is a problem already */
    static BuiltFor read(Section section, @Nullable SoftwareStack stack) {
        if (stack == null) {
            return BuiltFor.UNSAID;
        }
        return new BuiltFor(
                architectures(section.get("architectures"), stack),
                version(section.get("pytorch"), stack, BuiltFor::pytorchProblem),
                version(section.get("torchNpu"), stack, BuiltFor::cannProblem),
                version(section.get("mindspore"), stack, BuiltFor::cannProblem),
                version(section.get("cann"), stack, BuiltFor::cannProblem));
    }

    private static List<String> architectures(@Nullable Value value, SoftwareStack stack) {
        var read = new ArrayList<String>();
        if (value == null) {
            return read;
        }
        var misplaced = BuiltFor.architecturesProblem(stack);
        if (misplaced != null) {
            value.problem(misplaced);
            return read;
        }
        for (var element : value.list(BuiltFor.MOST_ARCHITECTURES, "write [ sm_80, sm_90 ]")) {
            var architecture = element.text(DeviceCode.LONGEST);
            var problem = architecture == null ? null : DeviceCode.problem(stack, architecture);
            if (problem != null) {
                element.problem(element.quoted() + " " + problem);
            } else if (architecture != null) {
                read.add(architecture);
            }
        }
        return read;
    }

    /** As it is written: a version may look like a number. */
    private static @Nullable String version(
            @Nullable Value value, SoftwareStack stack, BiFunction<SoftwareStack, String, @Nullable String> rule) {
        var version = value == null ? null : value.scalar(BuiltFor.LONGEST_VERSION);
        if (value == null || version == null) {
            return null;
        }
        var problem = rule.apply(stack, version);
        if (problem != null) {
            value.problem(value.quoted() + " " + problem);
            return null;
        }
        return version;
    }
}
