package io.isobar.broker.manifest.slurm;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobName;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.SpecDraft;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a workload of the parts of a script. */
final class JobDraft {
    private final Findings findings;
    private final AskedAccelerators accelerators;
    private final BatchScript script;
    private final Component first;
    private List<Integer> tasks = List.of();

    JobDraft(Findings findings, AskedAccelerators accelerators, BatchScript script) {
        this.findings = findings;
        this.accelerators = accelerators;
        this.script = script;
        this.first = script.components().getFirst();
    }

    /** Indices of the array that it is; empty: it is none, or was not made yet. */
    List<Integer> tasks() {
        return tasks;
    }

    /**
     * Null where something is wrong.
     *
     * @param wanted index of the task of an array; null: the first
     */
    @Nullable
    SpecDraft make(@Nullable Integer wanted) {
        script.components().forEach(this::reportUnread);
        var geometry = geometry();
        var task = ArrayTask.of(first, wanted, findings).orElse(null);
        if (geometry == null || !findings.isSound()) {
            return null;
        }
        var given = first.last(SbatchOption.JOB_NAME).map(Given::value).orElse("sbatch");
        var name = JobName.of(given, "sbatch");
        var draft = new SpecDraft(task == null ? name : JobName.ofTask(name, task.index()));
        if (task != null) {
            tasks = task.array().indices();
            draft.labels.put("slurm.array", name);
            draft.array = task.inTurn(name);
        }
        first.last(SbatchOption.ACCOUNT)
                .filter(account -> account.value().length() <= FieldRules.LONGEST_LABEL)
                .ifPresent(account -> draft.labels.put("slurm.account", account.value()));
        draft.replicas = geometry.nodes().maximum();
        draft.gangMinimum = geometry.nodes().minimum();
        draft.domainRequired = draft.replicas > 1 && oneSwitch();
        draft.cpus = CpuRange.atLeast(Cpu.ofCores(geometry.cpusPerNode()));
        var memory = geometry.memoryPerNode();
        draft.memory = memory == null ? null : MemoryRange.atLeast(memory);
        var words = SiteWords.of(first, accelerators, findings);
        draft.accelerators.addAll(new DeviceChoices(findings, accelerators).of(geometry, words));
        draft.timeLimit = first.last(SbatchOption.TIME)
                .flatMap(time -> {
                    var limit = findings.read(
                            time.line(), time.option().toString(), () -> SlurmText.timeLimit(time.value()));
                    return limit == null ? Optional.empty() : limit;
                })
                .orElse(null);
        draft.retry = first.last(SbatchOption.REQUEUE, SbatchOption.NO_REQUEUE)
                .filter(last -> last.option() == SbatchOption.NO_REQUEUE)
                .map(last -> new RetryRule(0, Set.of(), true))
                .orElse(RetryRule.USUAL);
        variants(draft, geometry, words, task);
        return draft;
    }

    /** Says of every option without a place in a workload what happens instead. */
    private void reportUnread(Component component) {
        for (var given : component.all()) {
            var option = given.option();
            switch (option.changes) {
                case READ -> {}
                case IF_ABSENT -> findings.changed(given.line(), given.shown(), option.instead);
                case NEVER -> {
                    if (!option.instead.isEmpty()) {
                        findings.lost(given.line(), given.shown(), option.instead);
                    }
                }
            }
        }
        component
                .last(SbatchOption.BEGIN)
                .filter(given -> !given.value().equals("now"))
                .ifPresent(given -> findings.changed(
                        given.line(),
                        given.shown(),
                        "it starts as soon as there is room; submit it when it may start"));
        component
                .last(SbatchOption.CHDIR, SbatchOption.WORKDIR)
                .ifPresent(given -> findings.lost(
                        given.line(), given.shown(), "it starts there if the folder exists, else in its own folder"));
        component.last(SbatchOption.EXCLUSIVE).ifPresent(given -> exclusive(component, given));
    }

    private void exclusive(Component component, Given given) {
        boolean sized = component
                .last(
                        SbatchOption.NTASKS,
                        SbatchOption.NTASKS_PER_NODE,
                        SbatchOption.TASKS_PER_NODE,
                        SbatchOption.CPUS_PER_TASK,
                        SbatchOption.MINCPUS)
                .isPresent();
        if (sized) {
            findings.lost(given.line(), given.shown(), "others may run on the rest of the node");
        } else {
            findings.changed(
                    given.line(), given.shown(), "the whole node cannot be asked for; write how many cores it needs");
        }
    }

    private @Nullable Geometry geometry() {
        Geometry whole = null;
        for (var component : script.components()) {
            var asks = new DeviceAsks(findings, accelerators).of(component);
            var part = new GeometryReader(findings, component, asks).read();
            if (whole == null) {
                whole = part;
            } else if (whole.hasShapeOf(part)) {
                whole = whole.withNodesOf(part);
                findings.lost(
                        component.line, "hetjob", "its nodes are as those of the first component; both are one gang");
            } else {
                findings.wrong(
                        component.line,
                        "hetjob",
                        "asks for other nodes than the first component, and all replicas of a workload are alike;"
                                + " write a script for each");
            }
        }
        if (whole != null && whole.nodes().maximum() > WorkloadSpec.LARGEST_GANG) {
            findings.wrong(1, "the job", "comes to more than " + WorkloadSpec.LARGEST_GANG + " nodes");
        }
        return whole;
    }

    private boolean oneSwitch() {
        var given = first.last(SbatchOption.SWITCHES).orElse(null);
        if (given == null) {
            return false;
        }
        boolean one = given.value().equals("1") || given.value().startsWith("1@");
        if (!one) {
            findings.lost(given.line(), given.shown(), "only one interconnect domain, or any number, can be asked for");
        }
        return one;
    }

    private void variants(SpecDraft draft, Geometry geometry, SiteWords words, @Nullable ArrayTask task) {
        boolean plainSrun = new ScriptBody(findings, geometry).usesPlainSrun(script);
        var command = Interpreter.command(script.interpreter(), script.text());
        if (command.isEmpty()) {
            findings.wrong(
                    1,
                    String.join(" ", script.interpreter()),
                    "is no interpreter that takes a script as an argument; use a shell or Python");
            return;
        }
        var whole = ScriptCommand.of(command.get(), geometry, first, task, plainSrun);
        long length = whole.stream().mapToLong(word -> word.length() + 1L).sum();
        if (length > FieldRules.LONGEST_COMMAND) {
            findings.wrong(
                    1,
                    "the script",
                    "comes to " + length + " characters with its preamble, more than " + FieldRules.LONGEST_COMMAND);
            return;
        }
        var environment = environment();
        for (var stack : accelerators.stacks(draft.accelerators)) {
            if (stack == SoftwareStack.UNKNOWN) {
                findings.wrong(1, "the job", "asks for an accelerator whose software stack is not in the catalogue");
            } else {
                draft.variants.add(
                        new Variant(stack, image(), whole, environment, List.of(), words.architecture(), null));
            }
        }
    }

    private @Nullable String image() {
        var given = first.last(SbatchOption.CONTAINER_IMAGE).orElse(null);
        if (given == null) {
            return null;
        }
        var image = given.value().replaceFirst("^(?:docker|dockerd)://", "").replaceFirst("#", "/");
        if (image.startsWith("/") || image.startsWith(".") || image.endsWith(".sqsh") || image.isBlank()) {
            findings.changed(
                    given.line(), given.shown(), "is a file of the site; push the image to a registry and name it");
            return null;
        }
        var problem = image.length() > FieldRules.LONGEST_IMAGE
                ? "has more than " + FieldRules.LONGEST_IMAGE + " characters"
                : FieldRules.imageProblem(image);
        if (problem != null) {
            findings.wrong(given.line(), given.shown(), problem);
        }
        return image;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        var given = first.last(SbatchOption.EXPORT).orElse(null);
        if (given == null) {
            return environment;
        }
        for (var part : given.value().split(",", -1)) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            if (part.equals("NONE") || part.equals("NIL") || part.isEmpty()) {
                continue;
            }
            if (part.equals("ALL")) {
                findings.lost(
                        given.line(),
                        given.shown(),
                        "the variables of your shell are not there; write those it needs in `env`");
            } else if (FieldRules.variableProblem(name) != null) {
                findings.wrong(given.line(), given.shown(), Findings.shown(name) + " is no name of a variable");
            } else if (equals < 0) {
                findings.changed(
                        given.line(),
                        given.shown(),
                        "the value of " + name + " in your shell is not known; write " + name + "=VALUE");
            } else {
                environment.put(name, part.substring(equals + 1));
            }
        }
        if (environment.size() > FieldRules.MOST_VARIABLES) {
            findings.wrong(
                    given.line(),
                    given.option().toString(),
                    "sets more than " + FieldRules.MOST_VARIABLES + " variables");
        }
        return environment;
    }
}
