package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.manifest.conversion.TaskChoice;
import io.isobar.broker.manifest.kubernetes.KubernetesJobs;
import io.isobar.broker.manifest.skypilot.SkyTasks;
import io.isobar.broker.manifest.slurm.BatchScripts;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workload files and the job files of other systems, told apart by what they hold: Slurm batch scripts, jobs of Kubernetes,
 * SkyPilot tasks. Immutable, for any number of threads.
 */
public final class WorkloadFiles {
    private final Manifest manifests;
    private final BatchScripts scripts;
    private final KubernetesJobs jobs;
    private final SkyTasks tasks;
    private final OwnWords words;

    public WorkloadFiles(AcceleratorCatalog catalog) {
        this.manifests = new Manifest(catalog);
        this.scripts = new BatchScripts(catalog);
        this.jobs = new KubernetesJobs(catalog);
        this.tasks = new SkyTasks(catalog);
        this.words = new OwnWords(catalog);
    }

    /**
     * The workload of a file. What a job file of another system has and a workload cannot say must not change its meaning.
     *
     * @throws Failure as {@link Manifest#parse}; also for every line that changes the meaning
     */
    public WorkloadSpec parse(byte[] file) {
        return convert(file).requireSameMeaning().spec();
    }

    /**
     * The workload of a file, and what could not be carried over; nothing of a workload file is lost.
     *
     * @throws Failure as {@link Manifest#parse}
     */
    public Conversion convert(byte[] file) {
        return convert(file, null);
    }

    /**
     * The same of one task of an array of jobs.
     *
     * @param task its index; null: the first. Of a file that is no array there is none
     * @throws Failure as {@link Manifest#parse}; INVALID_ARGUMENT where there is no such task
     */
    public Conversion convert(byte[] file, @Nullable Integer task) {
        var text = SourceText.decode(file, new Problems());
        if (BatchScripts.recognises(text)) {
            return words.into(scripts.read(text, task));
        }
        if (KubernetesJobs.recognises(text)) {
            return words.into(jobs.read(text, task));
        }
        TaskChoice.none(task);
        if (SkyTasks.recognises(text)) {
            return tasks.read(text);
        }
        return new Conversion(JobFormat.WORKLOAD, manifests.parse(file), List.of());
    }
}
