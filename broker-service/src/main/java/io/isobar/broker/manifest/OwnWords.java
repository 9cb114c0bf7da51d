package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.yaml.YamlNode;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping.Entry;
import io.isobar.broker.manifest.yaml.YamlNode.Scalar;
import io.isobar.broker.manifest.yaml.YamlNode.Sequence;
import io.isobar.broker.manifest.yaml.YamlReader;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job file of another system says in the words of a workload file: fields of {@code spec}, which take the place of what the job
 * says itself. A variant has what the job runs, but for what it names otherwise; where accelerators are named and no variants, there is
 * one for each of their stacks.
 */
final class OwnWords {
    /** Where a workload file would not have the field: the job's image is not this variant's. */
    private static final String NO_IMAGE = "none";

    private static final int NOWHERE = 0;
    private static final String RESOURCES = "resources";
    private static final String ACCELERATORS = "accelerators";
    private static final String VARIANTS = "variants";
    private static final String STACK = "stack";

    private final AcceleratorCatalog catalog;
    private final AskedAccelerators asked;
    private final ManifestPrinter printer;

    OwnWords(AcceleratorCatalog catalog) {
        this.catalog = catalog;
        this.asked = new AskedAccelerators(catalog);
        this.printer = new ManifestPrinter(catalog);
    }

    /**
     * The job with what it says so.
     *
     * @throws io.isobar.broker.failure.Failure as {@link Manifest#parse}, by the lines of the job file
     */
    Conversion into(Conversion job) {
        if (job.words().isBlank()) {
            return job;
        }
        var problems = new Problems();
        var said = said(job.words(), problems);
        if (said.entries().isEmpty() && problems.isEmpty()) {
            return job;
        }
        refuseWhatTheJobSays(said, problems);
        var spec = new SpecReader(problems, catalog).read(whole(job.spec(), said, problems));
        if (spec == null || !problems.isEmpty()) {
            throw problems.asFailure();
        }
        boolean models = field(map(said, RESOURCES), ACCELERATORS) != null;
        var losses = job.losses().stream()
                .filter(loss -> !models || !loss.field().equals(AskedAccelerators.FIELD))
                .toList();
        return job.saying(spec, losses);
    }

    private static Mapping said(String words, Problems problems) {
        var documents = YamlReader.read(words);
        documents.problems().forEach(problem -> problems.add(problem.field(), problem.problem(), problem.line()));
        var roots = documents.roots();
        if (roots.isEmpty()) {
            return new Mapping(Map.of(), NOWHERE);
        }
        if (roots.size() == 1 && roots.getFirst() instanceof Mapping map) {
            return map;
        }
        var wrong = roots.getLast();
        throw problems.fatal(
                "spec",
                roots.size() > 1
                        ? "holds several documents, the second from here; write one"
                        : "must be a map of fields that a workload file has below spec, is " + wrong.noun(),
                wrong.line());
    }

    /** The program was told of these when it was written, by variables and by what it counts on. */
    private static void refuseWhatTheJobSays(Mapping said, Problems problems) {
        refuse(said, "spec", "replicas", problems);
        var resources = map(said, RESOURCES);
        refuse(resources, "spec.resources", "cpus", problems);
        refuse(resources, "spec.resources", "memory", problems);
    }

    private static void refuse(Mapping in, String path, String name, Problems problems) {
        var entry = in.entries().get(name);
        if (entry != null) {
            problems.add(path + "." + name, "is what the job says itself; change it there", entry.keyLine());
        }
    }

    /** A workload file of both. */
    private Mapping whole(WorkloadSpec job, Mapping said, Problems problems) {
        var file = (Mapping) nowhere(YamlReader.read(printer.print(job)).roots().getFirst());
        var own = map(file, "spec");
        var both = merged(own, said);
        var variants = list(own, VARIANTS);
        var base = without((Mapping) variants.getFirst(), STACK);
        var named = said.entries().get(VARIANTS);
        if (named != null) {
            both = with(both, VARIANTS, new Entry(completed(named.value(), base), named.keyLine()));
        } else if (field(map(said, RESOURCES), ACCELERATORS) != null) {
            both = with(both, VARIANTS, new Entry(forEachStack(both, base, problems), NOWHERE));
        }
        return with(file, "spec", new Entry(both, NOWHERE));
    }

    /** What each of the variants does not say, it has from the job. */
    private static YamlNode completed(YamlNode named, Mapping base) {
        if (!(named instanceof Sequence list)) {
            return named;
        }
        var all = new ArrayList<YamlNode>();
        for (var item : list.items()) {
            if (item instanceof Mapping variant) {
                var both = merged(base, variant);
                boolean none = field(variant, "image") instanceof Scalar image
                        && image.text().equals(NO_IMAGE);
                all.add(none ? without(both, "image") : both);
            } else {
                all.add(item);
            }
        }
        return new Sequence(all, list.line());
    }

    private Sequence forEachStack(Mapping spec, Mapping base, Problems problems) {
        // What is wrong with them is told where the whole is read.
        var resources = new ResourcesReader(new AcceleratorReader(catalog))
                .read(Section.of(new Problems(), "spec.resources", map(spec, RESOURCES), NOWHERE));
        var stacks = asked.stacks(resources.accelerators()).stream()
                .filter(stack -> stack != SoftwareStack.UNKNOWN)
                .toList();
        if (stacks.size() > FieldRules.MOST_VARIANTS) {
            problems.add(
                    "spec.variants",
                    "what is asked for runs " + stacks.size() + " software stacks; name those that the job can run on",
                    spec.line());
        }
        return new Sequence(
                stacks.stream()
                        .limit(FieldRules.MOST_VARIANTS)
                        .<YamlNode>map(stack -> with(
                                base, STACK, new Entry(new Scalar(stack.token(), Scalar.Kind.TEXT, NOWHERE), NOWHERE)))
                        .toList(),
                NOWHERE);
    }

    /** Maps are merged field by field; anything else, and alternatives of accelerators, takes the place of what was there. */
    private static Mapping merged(Mapping base, Mapping over) {
        var entries = new LinkedHashMap<>(base.entries());
        over.entries().forEach((name, entry) -> {
            boolean both = field(base, name) instanceof Mapping
                    && entry.value() instanceof Mapping
                    && !name.equals(ACCELERATORS);
            entries.put(name, both ? new Entry(merged(map(base, name), map(over, name)), entry.keyLine()) : entry);
        });
        return new Mapping(entries, over.line());
    }

    private static @Nullable YamlNode field(Mapping map, String name) {
        var entry = map.entries().get(name);
        return entry == null ? null : entry.value();
    }

    private static Mapping map(Mapping above, String name) {
        return field(above, name) instanceof Mapping below ? below : new Mapping(Map.of(), above.line());
    }

    private static List<YamlNode> list(Mapping above, String name) {
        return field(above, name) instanceof Sequence below ? below.items() : List.of();
    }

    private static Mapping with(Mapping map, String name, Entry entry) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.put(name, entry);
        return new Mapping(entries, map.line());
    }

    private static Mapping without(Mapping map, String name) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.remove(name);
        return new Mapping(entries, map.line());
    }

    /** The same without lines: nobody has written it. */
    private static YamlNode nowhere(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> new Scalar(scalar.text(), scalar.kind(), NOWHERE);
            case Sequence list ->
                new Sequence(list.items().stream().map(OwnWords::nowhere).toList(), NOWHERE);
            case Mapping map -> {
                var entries = new LinkedHashMap<String, Entry>();
                map.entries().forEach((name, entry) -> entries.put(name, new Entry(nowhere(entry.value()), NOWHERE)));
                yield new Mapping(entries, NOWHERE);
            }
        };
    }
}
