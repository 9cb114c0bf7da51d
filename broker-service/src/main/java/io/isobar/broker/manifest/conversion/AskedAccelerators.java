package io.isobar.broker.manifest.conversion;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorRequest;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.catalog.DeviceKinds;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.AcceleratorChoice;
import java.util.LinkedHashSet;
import java.util.List;

/** Accelerators that job files ask for, as choices of the catalogue. */
public final class AskedAccelerators {
    /** The field of a workload file that says which. */
    public static final String FIELD = "spec.resources.accelerators";

    private static final int MOST = 64;

    private final AcceleratorCatalog catalog;
    private final AcceleratorRequestParser parser;

    public AskedAccelerators(AcceleratorCatalog catalog) {
        this.catalog = catalog;
        this.parser = new AcceleratorRequestParser(catalog);
    }

    /** By a short form such as {@code A100-80GB:8}. Throws {@code AcceleratorRequestException} for anything else. */
    public AcceleratorChoice.Named named(String text) {
        return choice(parser.parse(text));
    }

    /** By a name without a count. */
    public AcceleratorChoice.Named named(String name, long count) {
        if (count < 1 || count > AcceleratorChoice.LARGEST_COUNT) {
            throw new IllegalArgumentException(
                    "asks for " + count + " accelerators, and 1 to " + AcceleratorChoice.LARGEST_COUNT + " can be had");
        }
        return named(name + ":" + count);
    }

    private static AcceleratorChoice.Named choice(AcceleratorRequest request) {
        if (request.devices() > AcceleratorChoice.LARGEST_COUNT) {
            throw new IllegalArgumentException(
                    "stands for " + request.devices() + " devices, more than " + AcceleratorChoice.LARGEST_COUNT);
        }
        // By a name of the model or of its part that a workload file can carry with any count.
        return new AcceleratorChoice.Named(
                request.unit().nameOf(request.model()),
                request.model().id(),
                request.count(),
                request.minimumMemory(),
                request.unit().isWhole() ? null : request.unit());
    }

    /** Whether a word of a site, such as a partition or a feature, names a model; a part of a word never does. */
    public boolean isModel(String word) {
        return catalog.resolver().resolve(word) instanceof Resolution.Exact;
    }

    public boolean isKind(String word) {
        return DeviceKinds.isKind(word);
    }

    /** All models that sites call {@code gpu}, {@code dcu}, …: cards as such, none of their partitions. */
    public List<AcceleratorChoice> ofKind(String kind, int count) {
        return DeviceKinds.models(catalog, kind).stream()
                .limit(MOST)
                .<AcceleratorChoice>map(model -> new AcceleratorChoice.Named(model.name(), model.id(), count, null))
                .toList();
    }

    /** The stacks of the models, each once. */
    public List<SoftwareStack> stacks(List<AcceleratorChoice> choices) {
        var stacks = new LinkedHashSet<SoftwareStack>();
        for (var choice : choices) {
            switch (choice) {
                case AcceleratorChoice.Named named ->
                    stacks.add(catalog.find(named.modelId())
                            .map(AcceleratorModel::stack)
                            .orElse(SoftwareStack.UNKNOWN));
                case AcceleratorChoice.Required required ->
                    required.requirement().matching(catalog).forEach(model -> stacks.add(model.stack()));
                case AcceleratorChoice.None none -> stacks.add(SoftwareStack.CPU);
            }
        }
        return stacks.isEmpty() ? List.of(SoftwareStack.CPU) : List.copyOf(stacks);
    }
}
