package io.isobar.broker.wire;

import io.isobar.broker.catalog.DeviceCode;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.BuiltFor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a variant's program was built for. */
final class BuiltForReader {
    private final Problems problems;
    private final FieldPath at;
    private final SoftwareStack stack;

    BuiltForReader(Problems problems, FieldPath at, SoftwareStack stack) {
        this.problems = problems;
        this.at = at;
        this.stack = stack;
    }

    BuiltFor read(io.isobar.proto.workload.v1.BuiltFor built) {
        return new BuiltFor(
                architectures(built.getArchitecturesList()),
                pytorch(built.getPytorch()),
                ofCann("torch_npu", built.getTorchNpu()),
                ofCann("mindspore", built.getMindspore()),
                ofCann("cann", built.getCann()));
    }

    private List<String> architectures(List<String> architectures) {
        var problem = architectures.isEmpty() ? null : BuiltFor.architecturesProblem(stack);
        if (problem != null) {
            problems.add(at.at("architectures"), problem);
            return List.of();
        }
        if (!problems.countWithin(at.at("architectures"), architectures.size(), BuiltFor.MOST_ARCHITECTURES)) {
            return List.of();
        }
        for (int i = 0; i < architectures.size(); i++) {
            problem = DeviceCode.problem(stack, architectures.get(i));
            if (problem != null) {
                problems.add(at.element("architectures", i).path(), problem);
            }
        }
        return architectures;
    }

    private @Nullable String pytorch(String version) {
        return version.isEmpty() ? null : sound("pytorch", version, BuiltFor.pytorchProblem(stack, version));
    }

    private @Nullable String ofCann(String field, String version) {
        return version.isEmpty() ? null : sound(field, version, BuiltFor.cannProblem(stack, version));
    }

    private @Nullable String sound(String field, String version, @Nullable String problem) {
        if (problem != null) {
            problems.add(at.at(field), problem);
        }
        return problem == null ? version : null;
    }
}
