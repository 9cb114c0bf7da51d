package io.isobar.broker.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The names by which a model may be called, beside its id, its model and its aliases.
 *
 * @param further that mean it and no other
 * @param ambiguous that may mean others too
 */
public record ModelNames(List<String> further, List<String> ambiguous) {
    public ModelNames {
        further = List.copyOf(further);
        ambiguous = List.copyOf(ambiguous);
    }

    static ModelNames of(AcceleratorModel model, AcceleratorResolver resolver) {
        var known = new HashSet<String>();
        known.add(FoldedName.fold(model.id()));
        known.add(FoldedName.fold(model.model()));
        known.add(FoldedName.fold(model.vendor() + " " + model.model()));
        model.aliases().forEach(alias -> known.add(FoldedName.fold(alias)));
        var further = new ArrayList<String>();
        var ambiguous = new ArrayList<String>();
        for (var name : resolver.names().stream().sorted().toList()) {
            switch (resolver.resolve(name)) {
                case Resolution.Exact exact -> {
                    if (exact.model().equals(model) && !known.contains(FoldedName.fold(name))) {
                        further.add(name);
                    }
                }
                case Resolution.Ambiguous several -> {
                    if (several.candidates().contains(model)) {
                        ambiguous.add(name);
                    }
                }
                case Resolution.Unknown _ -> {}
            }
        }
        return new ModelNames(further, ambiguous);
    }
}
