package io.isobar.broker.workload;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.SoftwareStack;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Without a variant for a software stack that it asks for, a workload could wait for ever. */
public final class StackRule {
    private StackRule() {}

    /** What is wrong with the variants, or null. */
    public static @Nullable String problem(AcceleratorCatalog catalog, Resources resources, List<Variant> variants) {
        var models = resources.accelerators().stream()
                .map(choice -> catalog.find(choice.modelId()))
                .flatMap(Optional::stream)
                .toList();
        var needed = new LinkedHashSet<SoftwareStack>();
        models.forEach(model -> needed.add(model.stack()));
        if (models.isEmpty()) {
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

    private static String missing(List<AcceleratorModel> models, Set<SoftwareStack> needed) {
        if (models.isEmpty()) {
            return "without accelerators it needs a variant with stack: cpu; add one, or ask for accelerators";
        }
        var tokens = needed.stream().map(SoftwareStack::token).toList();
        return names(models) + " needs a variant with stack: " + String.join(" or ", tokens);
    }

    private static String names(List<AcceleratorModel> models) {
        return models.stream().map(AcceleratorModel::name).distinct().collect(Collectors.joining(", "));
    }
}
