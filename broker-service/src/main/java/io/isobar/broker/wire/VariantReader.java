package io.isobar.broker.wire;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one variant of a workload. */
final class VariantReader {
    private static final int MOST_ARGUMENTS = 4_096;
    private static final int MOST_VARIABLES = 1_024;
    /** What Linux takes as one argument, and what all of them together may come to. */
    private static final int LONGEST_COMMAND = 128 * 1_024;

    private static final int LONGEST_IMAGE = 512;
    private static final int MOST_PRECISIONS = 16;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
    private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+_-]{0,62}");
    private static final Pattern BLANK = Pattern.compile("\\s");

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
            problems.add(at.at("command"), "is required where there is no image");
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
        if (stack == null || (command.isEmpty() && image == null)) {
            return null;
        }
        return new Variant(stack, image, command, environment, precisions, architecture, driver);
    }

    private @Nullable SoftwareStack stack(String token) {
        if (!problems.text(at.at("stack"), token, 64)) {
            return null;
        }
        var stack = SoftwareStack.of(token);
        if (stack.isEmpty()) {
            var known = Arrays.stream(SoftwareStack.values())
                    .filter(s -> s != SoftwareStack.UNKNOWN)
                    .map(SoftwareStack::token)
                    .collect(Collectors.joining(", "));
            problems.add(at.at("stack"), "\"" + Text.line(token, 64) + "\" is not known; known are " + known);
        }
        return stack.orElse(null);
    }

    private @Nullable String image(String image) {
        if (!problems.text(at.at("image"), image, LONGEST_IMAGE)) {
            return null;
        }
        if (BLANK.matcher(image).find()) {
            problems.add(at.at("image"), "has a blank in it");
            return null;
        }
        return image;
    }

    private List<String> command(List<String> command) {
        if (!problems.countWithin(at.at("command"), command.size(), MOST_ARGUMENTS)) {
            return List.of();
        }
        long length = 0;
        for (int i = 0; i < command.size(); i++) {
            length += command.get(i).length() + 1L;
            problems.textOrEmpty(at.element("command", i).path(), command.get(i), LONGEST_COMMAND);
        }
        if (length > LONGEST_COMMAND) {
            problems.add(at.at("command"), "has " + length + " characters in sum, more than " + LONGEST_COMMAND);
        }
        if (!command.isEmpty() && command.getFirst().isEmpty()) {
            problems.add(at.element("command", 0).path(), "names no program");
        }
        return command;
    }

    private Map<String, String> environment(Map<String, String> environment) {
        if (!problems.countWithin(at.at("environment"), environment.size(), MOST_VARIABLES)) {
            return Map.of();
        }
        long length = 0;
        for (var entry : environment.entrySet()) {
            var field = at.key("environment", entry.getKey());
            if (!VARIABLE.matcher(entry.getKey()).matches()) {
                problems.add(field, "is no name of a variable; letters, digits and _ are, and no digit first");
            }
            problems.textOrEmpty(field, entry.getValue(), LONGEST_COMMAND);
            length += entry.getKey().length() + entry.getValue().length() + 2L;
        }
        if (length > LONGEST_COMMAND) {
            problems.add(at.at("environment"), "has " + length + " characters in sum, more than " + LONGEST_COMMAND);
        }
        return environment;
    }

    private List<String> precisions(List<String> precisions) {
        var read = new ArrayList<String>();
        if (problems.countWithin(at.at("precisions"), precisions.size(), MOST_PRECISIONS)) {
            for (int i = 0; i < precisions.size(); i++) {
                var precision = SpecReader.precision(
                        problems, at.element("precisions", i).path(), precisions.get(i));
                if (precision != null) {
                    read.add(precision);
                }
            }
        }
        return read;
    }

    private @Nullable String driver(String version) {
        if (!VERSION.matcher(version).matches()) {
            problems.add(at.at("driver_minimum"), "is no version; write it as the driver does, such as 535.104");
            return null;
        }
        return version;
    }
}
