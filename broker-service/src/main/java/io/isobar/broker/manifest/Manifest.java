package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.manifest.yaml.YamlDocuments;
import io.isobar.broker.manifest.yaml.YamlNode;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlReader;
import io.isobar.broker.workload.WorkloadSpec;

/**
 * Reads workload files: YAML 1.2 in UTF-8, at most 1 MiB, one document, without tags and merge keys. docs/workload-file.md
 * describes every field.
 */
public final class Manifest {
    private final AcceleratorCatalog catalog;

    public Manifest(AcceleratorCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Checks and completes what a file asks for.
     *
     * @throws Failure with a violation for each problem, which has the path of its field ("spec.resources.memory") and its
     *     line: {@link Reason#UNKNOWN_ACCELERATOR} or {@link Reason#AMBIGUOUS_ACCELERATOR} where that is the only kind of
     *     problem, else {@link Reason#INVALID_MANIFEST}
     */
    public WorkloadSpec parse(byte[] file) {
        var problems = new Problems();
        var root = root(YamlReader.read(SourceText.decode(file, problems)), problems);
        if (!(root instanceof Mapping map)) {
            throw problems.fatal(
                    "",
                    "the file holds " + root.noun() + ", must be a map that begins with apiVersion: isobar/v1",
                    root.line());
        }
        var spec = new SpecReader(problems, catalog).read(map);
        if (spec == null || !problems.isEmpty()) {
            throw problems.asFailure();
        }
        return spec;
    }

    private static YamlNode root(YamlDocuments documents, Problems problems) {
        documents.problems().forEach(problem -> problems.add(problem.field(), problem.problem(), problem.line()));
        var roots = documents.roots();
        if (roots.isEmpty()) {
            throw problems.fatal("", "the file holds nothing; begin with apiVersion: isobar/v1", 0);
        }
        if (roots.size() > 1) {
            throw problems.fatal(
                    "",
                    "holds several documents, the second from here; write each workload into a file of its own",
                    roots.get(1).line());
        }
        return roots.getFirst();
    }
}
