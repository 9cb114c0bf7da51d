package io.isobar.broker.workload;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Without a variant for a software stack that it asks for, a workload could wait for ever. */
public final class StackRule {
    private static final int MOST_NAMES = 5;

    private StackRule() {}

    /** What is wrong with the variants, or null. */
    public static @Nullable String problem(AcceleratorCatalog catalog, Resources resources, List<Variant> variants) {
        var models = new ArrayList<AcceleratorModel>();
        for (var choice : resources.accelerators()) {
            models.addAll(models(catalog, choice));
        }
        var needed = new LinkedHashSet<SoftwareStack>();
        models.forEach(model -> needed.add(model.stack()));
        if (resources.accelerators().isEmpty()
                || resources.accelerators().stream().anyMatch(AcceleratorChoice.None.class::isInstance)) {
            needed.add(SoftwareStack.CPU);
        }
        needed.remove(SoftwareStack.UNKNOWN);
        if (needed.isEmpty()) {
            return "the catalogue does not say which software runs on " + names(models)
                    + "; ask for another accelerator, or let the operator add its stack";
        }
        if (variants.stream().anyMatch(variant -> needed.contains(variant.stack()))) {
            return null;
        }
        var have = new TreeSet<String>();
        variants.forEach(variant -> have.add(variant.stack().token()));
        return missing(models, needed) + "; there are variants for " + String.join(", ", have);
    }

    /**
     * What is wrong with a requirement, or null: that no model of the catalogue meets it, and how near the nearest
     * comes.
     */
    public static @Nullable String problem(AcceleratorCatalog catalog, AcceleratorRequirement requirement) {
        if (!requirement.matching(catalog).isEmpty()) {
            return null;
        }
        return catalog.models().stream()
                .min(Comparator.comparingInt((AcceleratorModel model) ->
                                requirement.objections(model).size())
                        .thenComparing(model -> model.memoryPerUnit().orElse(Memory.ZERO), Comparator.reverseOrder()))
                .map(nearest -> "no model of the catalogue has " + requirement.inWords() + "; nearest is "
                        + nearest.name() + ": "
                        + String.join("; ", requirement.objections(nearest)))
                .orElse("the catalogue is empty");
    }

    private static Collection<AcceleratorModel> models(AcceleratorCatalog catalog, AcceleratorChoice choice) {
        return switch (choice) {
            case AcceleratorChoice.Named named ->
                catalog.find(named.modelId()).stream().toList();
            case AcceleratorChoice.Required required -> required.requirement().matching(catalog);
            case AcceleratorChoice.None none -> List.of();
        };
    }

    private static String missing(List<AcceleratorModel> models, Set<SoftwareStack> needed) {
        if (models.isEmpty()) {
            return "without accelerators it needs a variant with stack: cpu; add one, or ask for accelerators";
        }
        var tokens = needed.stream().map(SoftwareStack::token).toList();
        return names(models) + " needs a variant with stack: " + String.join(" or ", tokens);
    }

    private static String names(List<AcceleratorModel> models) {
        var names = models.stream().map(AcceleratorModel::name).distinct().toList();
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + " or another of " + names.size()
                        + " models";
    }
}
