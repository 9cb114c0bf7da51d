package io.isobar.broker.manifest.skypilot;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlReader;
import java.util.regex.Pattern;

/** SkyPilot tasks as workloads. Immutable, for any number of threads. */
public final class SkyTasks {
    private static final Pattern FIELD = Pattern.compile("^(?:run|setup|resources)[ \\t]*:", Pattern.MULTILINE);
    private static final Pattern ENVELOPE =
            Pattern.compile("^[\"']?(?:apiVersion|kind)[\"']?[ \\t]*:", Pattern.MULTILINE);

    private final AskedAccelerators accelerators;

    public SkyTasks(AcceleratorCatalog catalog) {
        this.accelerators = new AskedAccelerators(catalog);
    }

    /** Whether a text looks like a task: it has its fields, and no envelope. */
    public static boolean recognises(String text) {
        return FIELD.matcher(text).find() && !ENVELOPE.matcher(text).find();
    }

    /**
     * The task as a workload.
     *
     * @throws Failure that names every line which cannot be read: UNKNOWN_ACCELERATOR or AMBIGUOUS_ACCELERATOR where
     *     that is the only kind of problem, else INVALID_MANIFEST
     */
    public Conversion read(String text) {
        var documents = YamlReader.read(text);
        var findings = new Findings();
        documents.problems().forEach(problem -> findings.wrong(problem.line(), problem.field(), problem.problem()));
        if (documents.roots().size() != 1) {
            int line =
                    documents.roots().size() < 2 ? 1 : documents.roots().get(1).line();
            findings.wrong(
                    line,
                    "the file",
                    "holds " + documents.roots().size() + " documents; write each task into a file of its own");
            throw findings.failure();
        }
        var root = documents.roots().getFirst();
        if (!(root instanceof Mapping map)) {
            findings.wrong(root.line(), "the file", "must be a map, is " + root.noun());
            throw findings.failure();
        }
        var draft = new TaskReader(findings, accelerators, new Section(findings, "", map)).read();
        if (!findings.isSound()) {
            throw findings.failure();
        }
        return new Conversion(JobFormat.SKYPILOT, draft.build(), findings.losses());
    }
}
