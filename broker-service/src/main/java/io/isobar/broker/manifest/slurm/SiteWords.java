package io.isobar.broker.manifest.slurm;

import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.workload.HostArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words of a site say that mean something elsewhere as well: features and partitions that are the names of an
 * accelerator or of an instruction set.
 *
 * @param models names that the catalogue has, from the constraint, else from the partition
 * @param source where they stand; null: nowhere
 */
record SiteWords(
        List<String> models,
        @Nullable Given source,
        @Nullable HostArchitecture architecture) {
    private static final Pattern BETWEEN = Pattern.compile("[&|,()\\[\\]]+");
    private static final Pattern COUNT = Pattern.compile("\\*[0-9]+$");

    SiteWords {
        models = List.copyOf(models);
    }

    static SiteWords of(Component component, AskedAccelerators accelerators, Findings findings) {
        var models = new ArrayList<String>();
        Given source = null;
        HostArchitecture architecture = null;
        var constraint = component.last(SbatchOption.CONSTRAINT).orElse(null);
        if (constraint != null) {
            for (var word : words(constraint)) {
                var host = HostArchitecture.parse(word);
                if (host.isPresent()) {
                    architecture = host.get();
                } else if (accelerators.isModel(word)) {
                    models.add(word);
                    source = constraint;
                } else {
                    findings.changed(
                            constraint.line(),
                            constraint.shown(),
                            Findings.shown(word) + " means nothing outside its site; not asked for");
                }
            }
        }
        var partition = component.last(SbatchOption.PARTITION).orElse(null);
        if (partition != null) {
            var names = words(partition);
            // One word that is no model would be a place of its own, so that the others are not all that is meant.
            if (models.isEmpty() && !names.isEmpty() && names.stream().allMatch(accelerators::isModel)) {
                models.addAll(names);
                source = partition;
            } else {
                findings.lost(
                        partition.line(),
                        partition.shown(),
                        "the broker chooses the pool; name regions in placement.regions");
            }
        }
        return new SiteWords(models, source, architecture);
    }

    private static List<String> words(Given given) {
        var words = new ArrayList<String>();
        for (var part : BETWEEN.split(given.value(), -1)) {
            var word = COUNT.matcher(part.strip()).replaceFirst("");
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
