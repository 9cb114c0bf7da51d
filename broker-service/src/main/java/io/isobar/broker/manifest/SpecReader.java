package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a workload from the map that a file holds. */
final class SpecReader {
    private static final String API_VERSION = "isobar/v1";
    private static final String KIND = "Workload";

    private final Problems problems;
    private final AcceleratorReader accelerators;

    SpecReader(Problems problems, AcceleratorCatalog catalog) {
        this.problems = problems;
        this.accelerators = new AcceleratorReader(catalog);
    }

    /** Null where there is a problem. */
    @Nullable
    WorkloadSpec read(Mapping map) {
        var root = Section.of(problems, "", map, map.line());
        envelope(root);
        root.require("metadata", "write metadata: { name: … }");
        var metadata = root.section("metadata");
        var name = root.has("metadata")
                ? name(metadata.require("name", "write a name for the workload, such as hello"))
                : null;
        var tenant = metadata.has("tenant") ? name(metadata.get("tenant")) : WorkloadSpec.DEFAULT_TENANT;
        var labels = labels(metadata.get("labels"));
        root.require("spec", "write what to run below it: variants, resources");
        if (!root.has("spec")) {
            return null;
        }
        var spec = root.section("spec");
        int replicas = replicas(spec);
        var gang = gang(spec, replicas);
        int before = problems.count();
        var resources = new ResourcesReader(accelerators).read(spec.section("resources"));
        var variants = variants(spec);
        if (problems.count() == before) {
            accelerators.checkStacks(spec, resources, variants);
        }
        var others = groups(spec.get("groups"));
        var work = spec.has("work") ? accelerators.work(spec.section("work")) : null;
        var data = DataReader.data(spec.get("data"));
        var checkpoint = spec.has("checkpoint") ? DataReader.checkpoint(spec.section("checkpoint")) : null;
        var placement = RulesReader.placement(spec.section("placement"));
        var objective = RulesReader.objective(spec.section("objective"));
        var billing = RulesReader.billing(spec.section("billing"));
        var retry = RulesReader.retry(spec.section("retry"));
        var disconnect = Choices.read(
                spec.section("disconnect").get("policy"), Choices.DISCONNECT, DisconnectPolicy.STOP_AND_REPLACE);
        var timeLimit = Quantities.positiveDuration(spec.get("timeLimit"));
        var array = spec.has("array") ? array(spec.section("array")) : null;
        var computeClass = computeClass(spec, resources);
        if (!problems.isEmpty()) {
            return null;
        }
        return new WorkloadSpec(
                Objects.requireNonNull(name),
                Objects.requireNonNull(tenant),
                labels,
                computeClass,
                priority(spec),
                replicas,
                gang,
                resources,
                variants,
                others,
                work,
                data,
                checkpoint,
                placement,
                objective,
                billing,
                retry,
                disconnect,
                timeLimit,
                array);
    }

    private static void envelope(Section root) {
        expect(root.require("apiVersion", "write apiVersion: " + API_VERSION), API_VERSION);
        expect(root.require("kind", "write kind: " + KIND), KIND);
    }

    private static void expect(@Nullable Value value, String expected) {
        var text = value == null ? expected : value.text(FieldRules.LONGEST_LABEL);
        if (text != null && !text.equals(expected)) {
            Objects.requireNonNull(value).problem("must be " + expected + ", is " + value.quoted());
        }
    }

    static @Nullable String name(@Nullable Value value) {
        var name = value == null ? null : value.text(SourceText.LARGEST);
        var problem = name == null ? null : FieldRules.nameProblem(name);
        if (problem != null) {
            Objects.requireNonNull(value).problem(problem + ", is " + value.quoted());
        }
        return name;
    }

    static Map<String, String> labels(@Nullable Value value) {
        var labels = new HashMap<String, String>();
        if (value == null) {
            return labels;
        }
        value.map(FieldRules.MOST_LABELS, "write labels: { team: climate }").forEach((key, label) -> {
            var problem = key.isEmpty() ? "its name is empty" : FieldRules.textProblem(key, FieldRules.LONGEST_NAME);
            var text = label.scalar(FieldRules.LONGEST_LABEL);
            if (problem != null) {
                label.problem(problem);
            } else if (text != null) {
                labels.put(key, text);
            }
        });
        return labels;
    }

    /** Null where there is a problem. */
    private static @Nullable TaskArray array(Section array) {
        var name = name(array.require("name", "write the name of the array, the same for all its tasks"));
        var value = array.require("atOnce", "write how many of its tasks may run at once");
        var atOnce = value == null ? null : value.integer(1, TaskArray.MOST_AT_ONCE);
        return name == null || atOnce == null ? null : new TaskArray(name, atOnce);
    }

    private static int priority(Section spec) {
        var value = spec.get("priority");
        var priority = value == null
                ? Integer.valueOf(0)
                : value.integer(-WorkloadSpec.HIGHEST_PRIORITY, WorkloadSpec.HIGHEST_PRIORITY);
        return priority == null ? 0 : priority;
    }

    private static int replicas(Section spec) {
        var value = spec.get("replicas");
        var replicas = value == null ? Integer.valueOf(1) : value.integer(1, WorkloadSpec.LARGEST_GANG);
        // As many as can be, so that what depends on it is not refused as well.
        return replicas == null ? WorkloadSpec.LARGEST_GANG : replicas;
    }

    private static GangRule gang(Section spec, int replicas) {
        var gang = spec.section("gang");
        var value = gang.get("minimum");
        var minimum = value == null ? Integer.valueOf(replicas) : value.integer(1, WorkloadSpec.LARGEST_GANG);
        if (minimum != null && minimum > replicas) {
            gang.problem("minimum", minimum + " is more than the " + replicas + " replicas; raise spec.replicas");
        }
        var within = Quantities.positiveDuration(gang.get("startWithin"));
        boolean required = Choices.read(gang.get("domain"), Choices.DOMAIN, false);
        var across = Choices.read(gang.get("across"), Choices.ACROSS, Across.NOTHING);
        if (required && across != Across.NOTHING) {
            gang.problem("across", GangRule.DOMAIN_AND_ACROSS);
            return new GangRule(minimum == null ? replicas : minimum, within, true);
        }
        return new GangRule(minimum == null ? replicas : minimum, within, required, across);
    }

    private List<Group> groups(@Nullable Value value) {
        var read = new ArrayList<Group>();
        if (value == null) {
            return read;
        }
        var names = new ArrayList<String>();
        for (var element : value.list(Group.MOST, "begin each group with a hyphen: - name: server")) {
            var section = element.section();
            var group = section == null ? null : group(section, names);
            if (group != null) {
                read.add(group);
            }
        }
        return read;
    }

    /** Null where there is a problem. */
    private @Nullable Group group(Section section, List<String> earlier) {
        int before = problems.count();
        var value = section.require("name", "write a name for the group, such as server");
        var name = name(value);
        var problem = name == null ? null : Group.nameProblem(name, earlier);
        if (problem != null) {
            Objects.requireNonNull(value).problem(problem);
        } else if (name != null) {
            earlier.add(name);
        }
        int replicas = replicas(section);
        var resources = new ResourcesReader(accelerators).read(section.section("resources"));
        var variants = variants(section);
        var auxiliary = section.get("auxiliary");
        boolean serves = auxiliary != null && Boolean.TRUE.equals(auxiliary.flag());
        if (problems.count() == before) {
            accelerators.checkStacks(section, resources, variants);
        }
        return problems.count() > before || name == null
                ? null
                : new Group(name, replicas, resources, variants, serves);
    }

    private List<Variant> variants(Section spec) {
        var read = new ArrayList<Variant>();
        var value = spec.get("variants");
        if (value == null) {
            spec.problem("variants", FieldRules.NO_VARIANT);
            return read;
        }
        var list = value.list(FieldRules.MOST_VARIANTS, "begin each variant with a hyphen: - stack: cpu");
        if (value.isEmptyList()) {
            value.problem(FieldRules.NO_VARIANT);
        }
        for (var element : list) {
            var section = element.section();
            var variant = section == null ? null : VariantReader.read(section);
            if (variant != null) {
                read.add(variant);
            }
        }
        return read;
    }

    private static ComputeClass computeClass(Section spec, Resources resources) {
        var inferred = resources.accelerators().isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT;
        return Choices.read(spec.get("class"), Choices.CLASS, inferred);
    }
}
