package io.isobar.broker.manifest.skypilot;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobName;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.SpecDraft;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a task: {@code setup} and {@code run} are run on every replica, as SkyPilot runs them on every node. */
final class TaskReader {
    private static final Pattern BUCKET = Pattern.compile("[a-z][a-z0-9+.-]{1,20}://\\S+");
    private static final Fate.Table FATES = new Fate.Table()
            .lost("it has no effect here", "config", "event_callback", "experimental")
            .lost("name what it reads in `data`", "inputs", "outputs", "estimated")
            .changed("your folder is not uploaded; bring it in the image, or fetch it in `setup`", "workdir")
            .changed("secrets are not carried over; the region has to have them", "secrets")
            .changed("nothing is mounted; name what it reads in `data`", "storage_mounts", "volumes", "volume_mounts");

    private final Findings findings;
    private final AskedAccelerators accelerators;
    private final Section task;

    TaskReader(Findings findings, AskedAccelerators accelerators, Section task) {
        this.findings = findings;
        this.accelerators = accelerators;
        this.task = task;
    }

    SpecDraft read() {
        var name = task.text("name");
        var draft = new SpecDraft(JobName.of(name == null ? "task" : name, "task"));
        var nodes = task.whole("num_nodes", 1, WorkloadSpec.LARGEST_GANG);
        draft.replicas = nodes == null ? 1 : nodes;
        var resources = new ResourcesReader(new SkyNames(findings, accelerators), draft);
        task.section("resources").ifPresent(resources::read);
        if (task.has("service")) {
            task.wrong("service", "is not read; a workload ends, and a service does not");
        }
        readMounts(draft);
        var environment = environment();
        var command = command(draft);
        if (command != null && findings.isSound()) {
            for (var stack : accelerators.stacks(draft.accelerators)) {
                if (stack == SoftwareStack.UNKNOWN) {
                    task.wrong("resources", "asks for an accelerator whose software stack is not in the catalogue");
                } else {
                    draft.variants.add(
                            new Variant(stack, resources.image(), command, environment, List.of(), null, null));
                }
            }
        }
        task.reportRest(FATES);
        return draft;
    }

    private Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        task.section("envs").ifPresent(section -> {
            for (var name : section.names()) {
                var problem = FieldRules.variableProblem(name);
                if (problem != null) {
                    section.wrong(name, problem);
                } else if (!section.has(name)) {
                    section.changed(name, "its value is given at the launch, and is not here; write it");
                } else {
                    var value = section.text(name);
                    environment.put(name, value == null ? "" : value);
                }
            }
            if (environment.size() > FieldRules.MOST_VARIABLES) {
                task.wrong("envs", "has more than " + FieldRules.MOST_VARIABLES + " variables");
            }
        });
        return environment;
    }

    /** What lies in a bucket is data that the work reads; nothing is copied or mounted. */
    private void readMounts(SpecDraft draft) {
        var mounts = task.section("file_mounts").orElse(null);
        if (mounts == null) {
            return;
        }
        for (var path : mounts.names()) {
            var source = mounts.node(path) instanceof Mapping
                    ? mounts.section(path)
                            .map(section -> section.text("source"))
                            .orElse(null)
                    : mounts.text(path);
            if (source != null && isBucket(source) && draft.data.size() < FieldRules.MOST_DATA) {
                draft.data.add(new DataSet(source, null, null));
                mounts.changed(path, "is not mounted there; it is in `data`, so that the work runs near it");
            } else {
                mounts.changed(path, "your files are not uploaded; bring them in the image, or fetch them in `setup`");
            }
        }
    }

    private static boolean isBucket(String source) {
        return source.length() <= FieldRules.LONGEST_URI
                && BUCKET.matcher(source).matches();
    }

    private @Nullable List<String> command(SpecDraft draft) {
        var setup = task.text("setup");
        var run = task.text("run");
        if (run == null && setup == null) {
            task.wrong("run", "is required");
            return null;
        }
        if (run == null) {
            task.changed("setup", "is all that is run, since there is no `run`");
        }
        var replica = new ReplicaCommand()
                .set("SKYPILOT_NODE_RANK", "${ISOBAR_REPLICA:-0}")
                .set("SKYPILOT_NUM_NODES", "${ISOBAR_REPLICAS:-" + draft.replicas + "}")
                .set("SKYPILOT_TASK_ID", "${ISOBAR_ATTEMPT:-task}")
                .set("SKYPILOT_NUM_GPUS_PER_NODE", Long.toString(devices(draft)));
        if (draft.replicas == 1) {
            replica.set("SKYPILOT_NODE_IPS", "127.0.0.1");
        } else if ((setup + "\n" + run).contains("SKYPILOT_NODE_IPS")) {
            task.changed("run", "SKYPILOT_NODE_IPS is not set: the replicas have to find one another by themselves");
        }
        var command = replica.of(
                setup == null || run == null
                        ? List.of("/bin/bash", "-c", run == null ? String.valueOf(setup) : run)
                        : List.of(
                                "/bin/bash",
                                "-c",
                                "/bin/bash -c \"$1\" || exit\nexec /bin/bash -c \"$2\"\n",
                                "task",
                                setup,
                                run));
        if (command.stream().mapToLong(word -> word.length() + 1L).sum() > FieldRules.LONGEST_COMMAND) {
            task.wrong("run", "comes to more than " + FieldRules.LONGEST_COMMAND + " characters with `setup`");
            return null;
        }
        return command;
    }

    /** Where the alternatives have different numbers of cards, the variable has the first. */
    private long devices(SpecDraft draft) {
        var counts = draft.accelerators.stream()
                .map(AcceleratorChoice::count)
                .distinct()
                .toList();
        if (counts.size() > 1) {
            task.changed(
                    "resources",
                    "SKYPILOT_NUM_GPUS_PER_NODE is " + counts.getFirst() + " whichever alternative is chosen");
        }
        return counts.isEmpty() ? 0 : counts.getFirst();
    }
}
