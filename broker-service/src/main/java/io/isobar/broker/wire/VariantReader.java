package io.isobar.broker.wire;

import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one variant of a workload. */
final class VariantReader {
    private final Problems problems;
    private final FieldPath at;

    VariantReader(Problems problems, FieldPath at) {
        this.problems = problems;
        this.at = at;
    }

    @Nullable
    Variant read(io.isobar.proto.workload.v1.Variant variant) {
        var stack = stack(variant.getStack());
        var image = variant.hasImage() ? image(variant.getImage()) : null;
        var command = command(variant.getCommandList());
        if (variant.getCommandCount() == 0 && !variant.hasImage()) {
            problems.add(at.at("command"), FieldRules.NO_COMMAND);
            return null;
        }
        var environment = environment(variant.getEnvironmentMap());
        var precisions = precisions(variant.getPrecisionsList());
        var architecture = EnumCodec.fromProto(variant.getHostArchitecture()).orElse(null);
        if (architecture == null && variant.getHostArchitectureValue() != 0) {
            problems.add(
                    at.at("host_architecture"), "the value " + variant.getHostArchitectureValue() + " is not known");
        }
        var driver = variant.hasDriverMinimum() ? driver(variant.getDriverMinimum()) : null;
        var quantisation = variant.getQuantisation().isEmpty() ? null : quantisation(variant.getQuantisation());
        if (stack == null || (command.isEmpty() && image == null)) {
            return null;
        }
        var built = variant.hasBuiltFor()
                ? new BuiltForReader(problems, at.in("built_for"), stack).read(variant.getBuiltFor())
                : BuiltFor.UNSAID;
        return new Variant(stack, image, command, environment, precisions, architecture, driver, built, quantisation);
    }

    private @Nullable SoftwareStack stack(String token) {
        if (!problems.text(at.at("stack"), token, 64)) {
            return null;
        }
        var stack = SoftwareStack.of(token);
        if (stack.isEmpty()) {
            problems.add(
                    at.at("stack"),
                    "\"" + Text.line(token, 64) + "\" is not known; known are " + FieldRules.stackTokens());
        }
        return stack.orElse(null);
    }

    private @Nullable String image(String image) {
        if (!problems.text(at.at("image"), image, FieldRules.LONGEST_IMAGE)) {
            return null;
        }
        var problem = FieldRules.imageProblem(image);
        if (problem != null) {
            problems.add(at.at("image"), problem);
            return null;
        }
        return image;
    }

    private List<String> command(List<String> command) {
        if (!problems.countWithin(at.at("command"), command.size(), FieldRules.MOST_ARGUMENTS)) {
            return List.of();
        }
        long length = 0;
        for (int i = 0; i < command.size(); i++) {
            length += command.get(i).length() + 1L;
            problems.textOrEmpty(at.element("command", i).path(), command.get(i), FieldRules.LONGEST_COMMAND);
        }
        if (length > FieldRules.LONGEST_COMMAND) {
            problems.add(
                    at.at("command"), "has " + length + " characters in sum, more than " + FieldRules.LONGEST_COMMAND);
        }
        if (!command.isEmpty() && command.getFirst().isEmpty()) {
            problems.add(at.element("command", 0).path(), "names no program");
        }
        return command;
    }

    private Map<String, String> environment(Map<String, String> environment) {
        if (!problems.countWithin(at.at("environment"), environment.size(), FieldRules.MOST_VARIABLES)) {
            return Map.of();
        }
        long length = 0;
        for (var entry : environment.entrySet()) {
            var field = at.key("environment", entry.getKey());
            var problem = FieldRules.variableProblem(entry.getKey());
            if (problem != null) {
                problems.add(field, problem);
            }
            problems.textOrEmpty(field, entry.getValue(), FieldRules.LONGEST_COMMAND);
            length += entry.getKey().length() + entry.getValue().length() + 2L;
        }
        if (length > FieldRules.LONGEST_COMMAND) {
            problems.add(
                    at.at("environment"),
                    "has " + length + " characters in sum, more than " + FieldRules.LONGEST_COMMAND);
        }
        return environment;
    }

    private List<String> precisions(List<String> precisions) {
        var read = new ArrayList<String>();
        if (problems.countWithin(at.at("precisions"), precisions.size(), FieldRules.MOST_PRECISIONS)) {
            for (int i = 0; i < precisions.size(); i++) {
                var name = precisions.get(i);
                var known = name.length() > FieldRules.LONGEST_LABEL ? Optional.<Precision>empty() : Precision.of(name);
                if (known.isPresent()) {
                    read.add(known.get().token());
                } else {
                    problems.add(at.element("precisions", i).path(), FieldRules.unknownPrecision());
                }
            }
        }
        return read;
    }

    private @Nullable Quantisation quantisation(String token) {
        var known = Quantisation.of(token).orElse(null);
        if (known == null) {
            problems.add(at.at("quantisation"), "is not known; known are " + Quantisation.tokens());
        }
        return known;
    }

    private @Nullable String driver(String version) {
        var problem = FieldRules.driverProblem(version);
        if (problem != null) {
            problems.add(at.at("driver_minimum"), problem);
            return null;
        }
        return version;
    }
}
