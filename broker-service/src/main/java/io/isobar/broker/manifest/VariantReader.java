package io.isobar.broker.manifest;

import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one variant of a workload. */
final class VariantReader {
    private static final String COMMAND = "write [\"python\", \"train.py\"], or [sh, -c, \"…\"] for a line of shell";

    private VariantReader() {}

    /** Null and a problem where it is none. */
    static @Nullable Variant read(Section section) {
        var stack = stack(section.require("stack", "write stack: cpu, or one of " + FieldRules.stackTokens()));
        var image = image(section.get("image"));
        var command = command(section.get("command"));
        var environment = environment(section.get("env"));
        var precisions = precisions(section.get("precisions"));
        var architecture = architecture(section.get("architecture"));
        var driver = driver(section.get("driverMinimum"));
        var value = section.get("command");
        if (!section.has("image") && (value == null || value.isEmptyList())) {
            section.problem("command", FieldRules.NO_COMMAND);
            return null;
        }
        var quantisation = quantisation(section.get("quantisation"));
        var built = BuiltForReader.read(section.section("builtFor"), stack);
        if (stack == null || (command.isEmpty() && image == null)) {
            return null;
        }
        return new Variant(stack, image, command, environment, precisions, architecture, driver, built, quantisation);
    }

    private static @Nullable SoftwareStack stack(@Nullable Value value) {
        var token = value == null ? null : value.text(SourceText.LARGEST);
        var stack = token == null ? null : SoftwareStack.of(token).orElse(null);
        if (value != null && token != null && stack == null) {
            value.problem(value.quoted() + " is not known; known are " + FieldRules.stackTokens());
        }
        return stack;
    }

    private static @Nullable String image(@Nullable Value value) {
        var image = value == null ? null : value.text(FieldRules.LONGEST_IMAGE);
        if (value == null || image == null) {
            return null;
        }
        var problem = image.isEmpty() ? "is empty" : FieldRules.imageProblem(image);
        if (problem != null) {
            value.problem(problem + ": " + value.quoted() + "; write repository/name:tag");
            return null;
        }
        return image;
    }

    private static List<String> command(@Nullable Value value) {
        var command = new ArrayList<String>();
        if (value == null) {
            return command;
        }
        long length = 0;
        for (var element : value.list(FieldRules.MOST_ARGUMENTS, COMMAND)) {
            var argument = element.scalar(FieldRules.LONGEST_COMMAND);
            if (argument != null) {
                if (command.isEmpty() && argument.isEmpty()) {
                    element.problem("names no program");
                }
                command.add(argument);
                length += argument.length() + 1L;
            }
        }
        refuseLonger(value, length);
        return command;
    }

    private static void refuseLonger(Value value, long length) {
        if (length > FieldRules.LONGEST_COMMAND) {
            value.problem("has " + length + " characters in sum, more than " + FieldRules.LONGEST_COMMAND);
        }
    }

    private static Map<String, String> environment(@Nullable Value value) {
        var environment = new HashMap<String, String>();
        if (value == null) {
            return environment;
        }
        long length = 0;
        var entries = value.map(FieldRules.MOST_VARIABLES, "write env: { OMP_NUM_THREADS: 8 }");
        for (var entry : entries.entrySet()) {
            var problem = FieldRules.variableProblem(entry.getKey());
            if (problem != null) {
                entry.getValue().problem(problem);
            }
            var text = entry.getValue().scalar(FieldRules.LONGEST_COMMAND);
            if (text != null) {
                environment.put(entry.getKey(), text);
                length += entry.getKey().length() + text.length() + 2L;
            }
        }
        refuseLonger(value, length);
        return environment;
    }

    private static List<String> precisions(@Nullable Value value) {
        return value == null
                ? List.of()
                : value
                        .tokens(
                                FieldRules.MOST_PRECISIONS,
                                "write [ bf16 ]",
                                Precision::of,
                                FieldRules.unknownPrecision())
                        .stream()
                        .map(Precision::token)
                        .toList();
    }

    private static @Nullable Quantisation quantisation(@Nullable Value value) {
        var token = value == null ? null : value.text(FieldRules.LONGEST_LABEL);
        var known = token == null ? null : Quantisation.of(token).orElse(null);
        if (value != null && token != null && known == null) {
            value.problem(value.quoted() + " is not known; known are " + Quantisation.tokens());
        }
        return known;
    }

    private static @Nullable HostArchitecture architecture(@Nullable Value value) {
        var token = value == null ? null : value.text(SourceText.LARGEST);
        var architecture = token == null ? null : HostArchitecture.parse(token).orElse(null);
        if (value != null && token != null && architecture == null) {
            var known = Arrays.stream(HostArchitecture.values())
                    .map(HostArchitecture::token)
                    .collect(Collectors.joining(", "));
            value.problem(value.quoted() + " is not known; known are " + known);
        }
        return architecture;
    }

    private static @Nullable String driver(@Nullable Value value) {
        var version = value == null ? null : value.scalar(SourceText.LARGEST);
        if (value == null || version == null) {
            return null;
        }
        var problem = FieldRules.driverProblem(version);
        if (problem != null) {
            value.problem(value.quoted() + " " + problem);
            return null;
        }
        return version;
    }
}
