package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the container that does the work. */
final class ContainerReader {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\(([A-Za-z_][A-Za-z0-9_.-]*)\\))");
    private static final CpuRange ONE_CORE = CpuRange.atLeast(Cpu.ofCores(1));
    private static final Fate.Table FATES = new Fate.Table()
            .silent("name", "imagePullPolicy", "stdin", "stdinOnce", "tty", "terminationMessagePath")
            .silent("terminationMessagePolicy", "resizePolicy", "restartPolicy", "volumeMounts")
            .lost(
                    "it is run once, and not looked after while it runs",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe")
            .lost("no port is opened", "ports")
            .lost("it runs as the region decides", "securityContext")
            .changed("it is not run", "lifecycle")
            .changed("nothing is mounted; name what it reads in `data`", "volumeDevices")
            .changed("write the variables in `env`", "envFrom");

    private final Section container;
    private final Map<String, String> environment = new LinkedHashMap<>();

    ContainerReader(Section container) {
        this.container = container;
    }

    String image() {
        var image = container.text("image");
        if (image == null || image.isEmpty()) {
            container.wrong("image", "is required");
            return "";
        }
        var problem = image.length() > FieldRules.LONGEST_IMAGE
                ? "has more than " + FieldRules.LONGEST_IMAGE + " characters"
                : FieldRules.imageProblem(image);
        if (problem != null) {
            container.wrong("image", problem);
        }
        return image;
    }

    Map<String, String> environment() {
        for (var variable : container.sections("env")) {
            var name = variable.text("name");
            if (name == null) {
                variable.wrong("name", "is required");
            } else if (FieldRules.variableProblem(name) != null) {
                variable.wrong("name", String.valueOf(FieldRules.variableProblem(name)));
            } else if (variable.has("valueFrom")) {
                variable.changed("valueFrom", name + " is not set; write its value");
            } else {
                var value = variable.text("value");
                environment.put(name, expanded(value == null ? "" : value));
            }
        }
        if (environment.size() > FieldRules.MOST_VARIABLES) {
            container.wrong("env", "has more than " + FieldRules.MOST_VARIABLES + " variables");
        }
        return environment;
    }

    /** Program and arguments; the environment has to be read before. */
    List<String> command() {
        var command = new ArrayList<String>();
        container.texts("command").forEach(word -> command.add(expanded(word)));
        var arguments = container.texts("args");
        if (command.isEmpty() && !arguments.isEmpty()) {
            container.changed("args", "the image's own program is run without them; write `command` as well");
            return List.of();
        }
        arguments.forEach(word -> command.add(expanded(word)));
        if (!command.isEmpty() && command.getFirst().isEmpty()) {
            container.wrong("command", "names no program");
        }
        if (command.size() > FieldRules.MOST_ARGUMENTS) {
            container.wrong("command", "has more than " + FieldRules.MOST_ARGUMENTS + " words");
            return List.of();
        }
        return command;
    }

    /** {@code $(NAME)} is the value of a variable, where there is one; {@code $$} is a dollar sign. */
    private String expanded(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? "$" : environment.getOrDefault(found.group(1), found.group())));
    }

    String folder() {
        var folder = container.text("workingDir");
        return folder == null ? "" : folder;
    }

    CpuRange cpus() {
        var cpu = value("cpu", Cpu::parse);
        return cpu == null || cpu.millis() == 0 ? ONE_CORE : CpuRange.atLeast(cpu);
    }

    @Nullable
    MemoryRange memory() {
        Memory memory = value("memory", Quantity::memory);
        return memory == null ? null : MemoryRange.atLeast(memory);
    }

    /** What is requested; where nothing is, the limit. */
    private <T> @Nullable T value(String name, Function<String, T> reading) {
        var requests = resources("requests").filter(section -> section.has(name));
        var from = requests.or(() -> resources("limits").filter(section -> section.has(name)));
        return from.isEmpty() ? null : from.get().value(name, reading);
    }

    /** Requests and limits of other things than cores and memory. */
    Map<String, String> extended() {
        var extended = new LinkedHashMap<String, String>();
        for (var part : List.of("requests", "limits")) {
            resources(part)
                    .ifPresent(section -> section.texts().forEach((name, amount) -> {
                        switch (name) {
                            case "cpu", "memory" -> {}
                            case "ephemeral-storage" -> section.lost(name, "room on the node's disk is not asked for");
                            default -> extended.put(name, amount);
                        }
                    }));
        }
        return extended;
    }

    /** The line that asks for a resource. */
    int lineOf(String resource) {
        return resources("limits")
                .filter(section -> section.has(resource))
                .or(() -> resources("requests").filter(section -> section.has(resource)))
                .map(section -> section.line(resource))
                .orElse(container.line());
    }

    private Optional<Section> resources(String part) {
        return container.section("resources").flatMap(section -> section.section(part));
    }

    void reportRest() {
        container
                .section("resources")
                .ifPresent(section -> section.names().stream()
                        .filter(name -> !name.equals("requests") && !name.equals("limits"))
                        .forEach(name -> section.changed(name, "is not asked for")));
        container.reportRest(FATES);
    }
}
