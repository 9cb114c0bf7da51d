package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.KubernetesReader;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.conversion.TaskChoice;
import io.isobar.broker.manifest.yaml.YamlNode;
import io.isobar.broker.manifest.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jobs of Kubernetes as workloads. Immutable, for any number of threads. */
public final class KubernetesJobs {
    private static final Pattern KIND = Pattern.compile(
            "(?:^|[{,])\\s*[\"']?kind[\"']?\\s*:\\s*[\"']?(?:Job|CronJob|JobSet|PyTorchJob|TFJob|MPIJob"
                    + "|XGBoostJob|PaddleJob|AscendJob|RayJob|TrainJob|Pod|PodList|List|Deployment|StatefulSet|DaemonSet|ReplicaSet)\\b",
            Pattern.MULTILINE);
    /** Other objects that a job does without. */
    private static final Set<String> DISPENSABLE = Set.of(
            "Namespace", "Service", "ServiceAccount", "Role", "RoleBinding", "NetworkPolicy", "Queue", "LocalQueue");

    private final AcceleratorCatalog catalog;
    private final KubernetesReader names;

    public KubernetesJobs(AcceleratorCatalog catalog) {
        this.catalog = catalog;
        this.names = new KubernetesReader(catalog);
    }

    /** Whether a text looks like objects of Kubernetes with work among them. */
    public static boolean recognises(String text) {
        return text.contains("apiVersion") && KIND.matcher(text).find();
    }

    /** The one job of a file as a workload, the first of its tasks; see {@link #read(String, Integer)}. */
    public Conversion read(String text) {
        return read(text, null);
    }

    /**
     * The one job of a file as a workload.
     *
     * @param task index of the completion that is meant, where they do not all run at the same time; null: the first, or all are one gang
     * @throws Failure that names every line which cannot be read: UNKNOWN_ACCELERATOR or AMBIGUOUS_ACCELERATOR where
     *     that is the only kind of problem, else INVALID_MANIFEST; INVALID_ARGUMENT where there is no such task
     */
    public Conversion read(String text, @Nullable Integer task) {
        var documents = YamlReader.read(text);
        var findings = new Findings();
        documents.problems().forEach(problem -> findings.wrong(problem.line(), problem.field(), problem.problem()));
        var jobs = new ArrayList<Section>();
        for (var root : documents.roots()) {
            if (root instanceof YamlNode.Mapping map) {
                var object = new Section(findings, "", map);
                if (isJob(object)) {
                    jobs.add(object);
                } else {
                    reportOther(object);
                }
            } else {
                findings.wrong(root.line(), "", "must be a map, is " + root.noun());
            }
        }
        if (jobs.size() != 1) {
            refuseCount(findings, jobs);
            throw findings.failure();
        }
        var job = jobs.getFirst();
        var gang = new GangDraft(findings, catalog, job);
        readJob(findings, job, gang, task);
        if (!findings.isSound()) {
            throw findings.failure();
        }
        return new Conversion(
                JobFormat.KUBERNETES, gang.draft.build(), findings.losses(), gang.words(text), gang.tasks);
    }

    private void readJob(Findings findings, Section job, GangDraft gang, @Nullable Integer task) {
        var pods = new PodReader(findings, names);
        var kind = group(job) + "/" + job.text("kind");
        if (!kind.equals("batch/Job")) {
            TaskChoice.none(task);
        }
        switch (kind) {
            case "batch/Job" -> JobReader.read(job, pods, gang, task);
            case "batch.volcano.sh/Job" -> VolcanoReader.read(job, pods, gang);
            case "kubeflow.org/PyTorchJob" -> TrainingJobReader.read(job, pods, gang);
            default -> readPod(findings, job, pods, gang);
        }
    }

    private static void readPod(Findings findings, Section job, PodReader pods, GangDraft gang) {
        var spec = job.section("spec").orElse(null);
        if (spec == null) {
            job.wrong("spec", "is required");
            return;
        }
        var pod = pods.readSpec(spec);
        if (pod != null && findings.isSound()) {
            gang.retries(0);
            gang.pod(pod, new ReplicaCommand());
        }
    }

    private static boolean isJob(Section object) {
        return switch (group(object) + "/" + object.text("kind")) {
            case "batch/Job", "batch.volcano.sh/Job", "kubeflow.org/PyTorchJob", "/Pod" -> true;
            default -> false;
        };
    }

    /** {@code batch} of {@code batch/v1}; empty for the core group. */
    private static String group(Section object) {
        var version = object.text("apiVersion");
        int slash = version == null ? -1 : version.indexOf('/');
        return version == null || slash < 0 ? "" : version.substring(0, slash);
    }

    private static void reportOther(Section object) {
        var kind = String.valueOf(object.text("kind"));
        var version = String.valueOf(object.text("apiVersion"));
        if (DISPENSABLE.contains(kind)) {
            object.lost("kind", Findings.shown(kind) + " is not made");
        } else if (kind.endsWith("Job") || kind.endsWith("Set") || kind.equals("Deployment") || kind.equals("List")) {
            object.wrong(
                    "kind",
                    Findings.shown(kind) + " of " + Findings.shown(version)
                            + " is not read; Job (batch/v1, batch.volcano.sh), PyTorchJob (kubeflow.org/v1) and Pod are"
                            + remedy(kind));
        } else {
            object.changed("kind", Findings.shown(kind) + " is not made; what the job reads of it is not there");
        }
    }

    private static String remedy(String kind) {
        return switch (kind) {
            case "CronJob" -> ". Write its jobTemplate as a Job: a workload runs once";
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet" ->
                ". A workload ends, and what this runs does not";
            case "List" -> ". Write its items as documents with --- between them";
            default -> ". Write its workers as an Indexed Job, whose pods all run at the same time";
        };
    }

    private static void refuseCount(Findings findings, List<Section> jobs) {
        if (jobs.isEmpty()) {
            if (findings.isSound()) {
                findings.wrong(1, "the file", "holds no job");
            }
        } else {
            var second = jobs.get(1);
            findings.wrong(second.line(), "kind", "is the second job of the file; write each into a file of its own");
        }
    }
}
