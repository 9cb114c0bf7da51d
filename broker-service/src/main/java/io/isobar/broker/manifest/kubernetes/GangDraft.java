package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobName;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.RetryRule.Cause;
import io.isobar.broker.workload.SpecDraft;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Variant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a workload of a job and its pod. */
final class GangDraft {
    private static final String DOMAIN = "isobar.io/";
    private static final String WORKLOAD = DOMAIN + "spec";
    /** The label that all tasks of a job have in common. */
    private static final String JOB = "kubernetes.job";
    /** A value that begins on the line below. */
    private static final Pattern BLOCK = Pattern.compile(".*[|>][-+0-9]*[ \\t]*(?:#.*)?");

    private final Findings findings;
    private final AskedAccelerators accelerators;
    private final Section job;
    private String words = "";
    private int wordsLine;
    /** Indices of the tasks of which the draft is one; empty: it is the whole job. */
    List<Integer> tasks = List.of();

    final SpecDraft draft;

    GangDraft(Findings findings, AcceleratorCatalog catalog, Section job) {
        this.findings = findings;
        this.accelerators = new AskedAccelerators(catalog);
        this.job = job;
        this.draft = new SpecDraft("job");
        readMetadata();
    }

    private void readMetadata() {
        var metadata = job.section("metadata").orElse(null);
        if (metadata == null) {
            return;
        }
        var name = metadata.text("name");
        var prefix = metadata.text("generateName");
        draft.name = JobName.of(name != null ? name : prefix != null ? prefix : "job", "job");
        metadata.section("labels")
                .ifPresent(labels -> labels.texts().forEach((key, value) -> {
                    boolean fits =
                            key.length() <= FieldRules.LONGEST_NAME && value.length() <= FieldRules.LONGEST_LABEL;
                    if (fits && draft.labels.size() < FieldRules.MOST_LABELS) {
                        draft.labels.put(key, value);
                    } else {
                        labels.lost(key, "is too long for a label, or there are too many");
                    }
                }));
        metadata.section("annotations").ifPresent(this::readAnnotations);
        if (metadata.has("namespace")) {
            metadata.lost("namespace", "the tenant is the one who submits it");
        }
    }

    private void readAnnotations(Section annotations) {
        for (var name : annotations.names()) {
            if (name.equals(WORKLOAD)) {
                var text = annotations.text(name);
                words = text == null ? "" : text;
                wordsLine = annotations.line(name);
            } else if (name.startsWith(DOMAIN)) {
                annotations.wrong(name, "is no annotation that is read; write " + WORKLOAD);
            }
        }
    }

    /** What the annotation for it holds, each line where the file has it; empty where there is none. */
    String words(String file) {
        if (words.isEmpty()) {
            return "";
        }
        boolean below = file.lines()
                .skip(wordsLine - 1L)
                .findFirst()
                .filter(line -> BLOCK.matcher(line).matches())
                .isPresent();
        return "\n".repeat(below ? wordsLine : wordsLine - 1) + words;
    }

    /** The draft is of one task alone, of which so many run at once. */
    void task(List<Integer> all, int index, int atOnce) {
        tasks = all;
        draft.array = new TaskArray(draft.name, atOnce);
        if (draft.labels.size() < FieldRules.MOST_LABELS) {
            draft.labels.putIfAbsent(JOB, draft.name);
        }
        draft.name = JobName.ofTask(draft.name, index);
    }

    void timeLimit(@Nullable Integer seconds) {
        var limit = seconds == null ? null : Duration.ofSeconds(seconds);
        if (limit != null && (draft.timeLimit == null || limit.compareTo(draft.timeLimit) < 0)) {
            draft.timeLimit = limit;
        }
    }

    /** Kubernetes tries again where the work fails by itself, too, and does not avoid the place. */
    void retries(int limit) {
        draft.retry = limit == 0
                ? new RetryRule(0, EnumSet.noneOf(Cause.class), true)
                : new RetryRule(Math.min(limit, FieldRules.MOST_RETRIES), EnumSet.allOf(Cause.class), false);
    }

    /** Fills in what each replica needs and runs. */
    void pod(Pod pod, ReplicaCommand replica) {
        draft.cpus = pod.cpus();
        draft.memory = pod.memory();
        draft.accelerators.addAll(pod.accelerators());
        var limit = pod.timeLimit();
        timeLimit(limit == null ? null : (int) limit.toSeconds());
        if (!pod.folder().isEmpty()) {
            replica.in(pod.folder());
        }
        List<String> command = pod.command();
        if (command.isEmpty() && !replica.changesNothing()) {
            findings.changed(
                    job.line(),
                    "the image's own program",
                    "is run without the variables and the folder that the job sets; write `command`");
        } else {
            command = replica.of(command);
        }
        if (command.stream().mapToLong(word -> word.length() + 1L).sum() > FieldRules.LONGEST_COMMAND) {
            findings.wrong(job.line(), "command", "comes to more than " + FieldRules.LONGEST_COMMAND + " characters");
            return;
        }
        for (var stack : accelerators.stacks(draft.accelerators)) {
            if (stack == SoftwareStack.UNKNOWN) {
                findings.wrong(
                        job.line(), "the job", "asks for an accelerator whose software stack is not in the catalogue");
            } else {
                draft.variants.add(new Variant(
                        stack, pod.image(), command, pod.environment(), List.of(), pod.architecture(), null));
            }
        }
    }
}
