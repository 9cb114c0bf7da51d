package io.isobar.broker.placement;

import io.isobar.broker.capacity.AcceleratorKind;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;

/**
 * Tells the book what is asked for, so that it knows what is usual. Work that names accelerators counts once when it comes, for each
 * of its alternatives, whether there is room for it or not; work that asks by properties counts for what it is given, once it is.
 */
public final class Arrivals {
    private Arrivals() {}

    /** Of work that has come. */
    public static void came(WorkloadSpec spec, CapacityBook book) {
        for (var choice : spec.resources().accelerators()) {
            if (choice instanceof AcceleratorChoice.Named named) {
                var unit = named.unit();
                long units = (long) named.count() * (unit == null ? 1 : unit.devices());
                if (units <= AcceleratorChoice.LARGEST_COUNT) {
                    book.asked(
                            AcceleratorKind.of(named.modelId(), unit),
                            PlacementEngine.shapeOf(spec, (int) units),
                            spec.replicas());
                }
            }
        }
    }

    /** Of work that was given a place. */
    public static void placed(WorkloadSpec spec, Candidate given, CapacityBook book) {
        var choices = spec.resources().accelerators();
        if (choices.isEmpty() || !(choices.get(given.choice()) instanceof AcceleratorChoice.Required)) {
            return;
        }
        book.pool(given.pool())
                .map(pool -> AcceleratorKind.of(pool.facts()))
                .ifPresent(kind -> book.asked(kind, given.shape(), spec.replicas()));
    }
}
