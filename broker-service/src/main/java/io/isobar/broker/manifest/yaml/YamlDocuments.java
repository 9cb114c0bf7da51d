package io.isobar.broker.manifest.yaml;

import io.isobar.broker.failure.Violation;
import java.util.List;

/**
 * The documents of a file.
 *
 * @param roots those that hold anything, in their order
 * @param problems what is wrong though it could be read: fields written twice, tags, merge keys
 */
public record YamlDocuments(List<YamlNode> roots, List<Violation> problems) {
    public YamlDocuments {
        roots = List.copyOf(roots);
        problems = List.copyOf(problems);
    }
}
