package io.isobar.broker.manifest.slurm;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobFormat;
import org.jspecify.annotations.Nullable;

/** Slurm batch scripts as workloads. Immutable, for any number of threads. */
public final class BatchScripts {
    private final AskedAccelerators accelerators;

    public BatchScripts(AcceleratorCatalog catalog) {
        this.accelerators = new AskedAccelerators(catalog);
    }

    /** Whether a text is a batch script: it has options of sbatch, or begins with the name of a shell. */
    public static boolean recognises(String text) {
        if (Interpreter.isShell(text.lines().findFirst().orElse(""))) {
            return true;
        }
        return text.lines().limit(1_000).anyMatch(ScriptReader::isDirective);
    }

    /** The script as a workload, the first task of an array; see {@link #read(String, Integer)}. */
    public Conversion read(String text) {
        return read(text, null);
    }

    /**
     * The script as a workload.
     *
     * @param task index of the task of an array; null: the first, or the script is of one job
     * @throws Failure that names every line which cannot be read: UNKNOWN_ACCELERATOR or AMBIGUOUS_ACCELERATOR where
     *     that is the only kind of problem, else INVALID_MANIFEST; INVALID_ARGUMENT where there is no such task
     */
    public Conversion read(String text, @Nullable Integer task) {
        var findings = new Findings();
        var script = new ScriptReader(findings).read(text);
        var job = new JobDraft(findings, accelerators, script);
        var draft = job.make(task);
        if (draft == null || !findings.isSound()) {
            throw findings.failure();
        }
        return new Conversion(JobFormat.SLURM, draft.build(), findings.losses(), ScriptReader.words(text), job.tasks());
    }
}
