package io.isobar.broker.wire;

import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a specification from a message: checks everything, and names every problem by the path of its field. */
final class SpecReader {
    /** A name of any length is read, so that what is wrong with it can be said; then it is checked. */
    private static final int LONGEST_READ = 1 << 20;

    private final Problems problems;
    private final AcceleratorNames names;
    private final FieldPath root;
    private final QuantityReader quantities;

    SpecReader(Problems problems, AcceleratorNames names, String path) {
        this.problems = problems;
        this.names = names;
        this.root = new FieldPath(path);
        this.quantities = new QuantityReader(problems);
    }

    /** Null where there is a problem. */
    @Nullable
    WorkloadSpec read(io.isobar.proto.workload.v1.WorkloadSpec spec) {
        var name = name(root.at("name"), spec.getName());
        var tenant =
                spec.getTenant().isEmpty() ? WorkloadSpec.DEFAULT_TENANT : name(root.at("tenant"), spec.getTenant());
        var labels = labels(spec.getLabelsMap());
        int replicas = spec.getReplicas() == 0 ? 1 : spec.getReplicas();
        problems.within(root.at("replicas"), replicas, 1, WorkloadSpec.LARGEST_GANG);
        problems.within(
                root.at("priority"), spec.getPriority(), -WorkloadSpec.HIGHEST_PRIORITY, WorkloadSpec.HIGHEST_PRIORITY);
        var gang = spec.hasGang() ? gang(spec.getGang(), replicas) : new GangRule(Math.max(1, replicas), null, false);
        int before = problems.count();
        var resources = resources(root, spec.getResources());
        var variants = variants(root, spec.getVariantsList());
        if (problems.count() == before) {
            names.checkStacks(problems, root.at("variants"), resources, variants);
        }
        var others = groups(spec.getGroupsList());
        var work = spec.hasWork() ? work(spec.getWork()) : null;
        var rules = new RulesReader(problems, root, names.trusted());
        var data = rules.data(spec.getDataList());
        var checkpoint = spec.hasCheckpoint() ? rules.checkpoint(spec.getCheckpoint()) : null;
        var placement = rules.placement(spec.getPlacement());
        var objective = rules.objective(spec.getObjective());
        var billing = rules.billing(spec);
        var retry = rules.retry(spec);
        var disconnect = rules.disconnect(spec);
        var timeLimit = spec.hasTimeLimit() ? quantities.positive(root.at("time_limit"), spec.getTimeLimit()) : null;
        var array = spec.hasArray() ? array(spec.getArray()) : null;
        var computeClass = computeClass(spec, resources);
        if (!problems.isEmpty()) {
            return null;
        }
        return new WorkloadSpec(
                Objects.requireNonNull(name),
                Objects.requireNonNull(tenant),
                labels,
                computeClass,
                spec.getPriority(),
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

    private @Nullable TaskArray array(io.isobar.proto.workload.v1.TaskArray array) {
        var at = root.in("array");
        int before = problems.count();
        var name = name(at.at("name"), array.getName());
        problems.within(at.at("at_once"), array.getAtOnce(), 1, TaskArray.MOST_AT_ONCE);
        return problems.count() > before || name == null ? null : new TaskArray(name, array.getAtOnce());
    }

    private @Nullable String name(String field, String name) {
        if (!problems.text(field, name, LONGEST_READ)) {
            return null;
        }
        var problem = FieldRules.nameProblem(name);
        if (problem != null) {
            problems.add(field, problem);
            return null;
        }
        return name;
    }

    private Map<String, String> labels(Map<String, String> labels) {
        NeighbourReader.labels(problems, root, labels);
        return labels;
    }

    private ComputeClass computeClass(io.isobar.proto.workload.v1.WorkloadSpec spec, Resources resources) {
        var inferred = resources.accelerators().isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT;
        return quantities.choice(
                root.at("compute_class"),
                spec.getComputeClassValue(),
                EnumCodec.fromProto(spec.getComputeClass()),
                inferred);
    }

    private GangRule gang(io.isobar.proto.workload.v1.GangRule gang, int replicas) {
        var at = root.in("gang");
        boolean sound = problems.within(at.at("minimum"), gang.getMinimum(), 1, Math.max(1, replicas));
        var within = gang.hasStartWithin() ? quantities.positive(at.at("start_within"), gang.getStartWithin()) : null;
        var across = quantities.choice(
                at.at("across"), gang.getAcrossValue(), EnumCodec.fromProto(gang.getAcross()), Across.NOTHING);
        if (gang.getDomainRequired() && across != Across.NOTHING) {
            problems.add(at.at("across"), GangRule.DOMAIN_AND_ACROSS);
            return new GangRule(1, within, true);
        }
        return new GangRule(sound ? gang.getMinimum() : 1, within, gang.getDomainRequired(), across);
    }

    private List<Group> groups(List<io.isobar.proto.workload.v1.Group> groups) {
        var read = new ArrayList<Group>();
        if (!problems.countWithin(root.at("groups"), groups.size(), Group.MOST)) {
            return read;
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < groups.size(); i++) {
            var group = group(root.element("groups", i), groups.get(i), names);
            if (group != null) {
                read.add(group);
            }
        }
        return read;
    }

    /** Null where there is a problem. */
    private @Nullable Group group(FieldPath at, io.isobar.proto.workload.v1.Group group, List<String> earlier) {
        int before = problems.count();
        var name = name(at.at("name"), group.getName());
        var problem = name == null ? null : Group.nameProblem(name, earlier);
        if (problem != null) {
            problems.add(at.at("name"), problem);
        } else if (name != null) {
            earlier.add(name);
        }
        int replicas = group.getReplicas() == 0 ? 1 : group.getReplicas();
        problems.within(at.at("replicas"), replicas, 1, WorkloadSpec.LARGEST_GANG);
        var resources = resources(at, group.getResources());
        var variants = variants(at, group.getVariantsList());
        if (problems.count() == before) {
            names.checkStacks(problems, at.at("variants"), resources, variants);
        }
        return problems.count() > before || name == null
                ? null
                : new Group(name, replicas, resources, variants, group.getAuxiliary());
    }

    private Resources resources(FieldPath owner, io.isobar.proto.workload.v1.Resources resources) {
        var at = owner.in("resources");
        var choices = new ArrayList<AcceleratorChoice>();
        if (problems.countWithin(
                at.at("accelerators"), resources.getAcceleratorsCount(), FieldRules.MOST_ALTERNATIVES)) {
            for (int i = 0; i < resources.getAcceleratorsCount(); i++) {
                var choice = new AcceleratorReader(problems, names, at.element("accelerators", i))
                        .read(resources.getAccelerators(i));
                if (choice != null) {
                    choices.add(choice);
                }
            }
        }
        var cpus = resources.hasMillicpus()
                ? quantities.cpus(at.at("millicpus"), resources.getMillicpus())
                : QuantityReader.ONE_CORE;
        var memory = resources.hasMemoryBytes()
                ? quantities.memory(at.at("memory_bytes"), resources.getMemoryBytes())
                : null;
        return new Resources(choices, resources.getOrdered(), cpus, memory);
    }

    private List<Variant> variants(FieldPath owner, List<io.isobar.proto.workload.v1.Variant> variants) {
        var read = new ArrayList<Variant>();
        if (variants.isEmpty()) {
            problems.add(owner.at("variants"), FieldRules.NO_VARIANT);
        }
        if (problems.countWithin(owner.at("variants"), variants.size(), FieldRules.MOST_VARIANTS)) {
            for (int i = 0; i < variants.size(); i++) {
                var variant = new VariantReader(problems, owner.element("variants", i)).read(variants.get(i));
                if (variant != null) {
                    read.add(variant);
                }
            }
        }
        return read;
    }

    private @Nullable Work work(io.isobar.proto.workload.v1.Work work) {
        var at = root.in("work");
        boolean sound = work.getHours() > 0 && work.getHours() <= FieldRules.MOST_HOURS;
        if (!sound) {
            problems.add(at.at("hours"), "must be more than 0 and at most 10,000,000, is " + work.getHours());
        }
        problems.textOrEmpty(at.at("family"), work.getFamily(), FieldRules.LONGEST_LABEL);
        var family = work.getFamily().isEmpty() ? null : work.getFamily();
        if (work.getOn().isEmpty()) {
            return sound ? new Work(work.getHours(), null, null, family) : null;
        }
        var model = names.resolve(problems, at.at("on"), work.getOn(), "");
        return sound && model != null ? new Work(work.getHours(), model.modelId(), work.getOn(), family) : null;
    }
}
