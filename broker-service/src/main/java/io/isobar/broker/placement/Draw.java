package io.isobar.broker.placement;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.resource.Decimals;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import org.jspecify.annotations.Nullable;

/** The power that one replica draws, cards and its share of the host. */
public sealed interface Draw {
    /**
     * So many watts.
     *
     * @param units accelerator units, 0: none
     * @param wattsPerUnit 0 without units
     * @param hostWatts of the processors and memory asked for
     */
    record Known(int units, double wattsPerUnit, double hostWatts) implements Draw {
        double watts() {
            return units * wattsPerUnit + hostWatts;
        }

        /** Of so many replicas: {@code 32 units x 400 W + 112 W of hosts}. */
        String detail(int replicas) {
            var hosts = Decimals.print(hostWatts * replicas, 0) + " W of hosts";
            return units == 0
                    ? hosts
                    : (long) units * replicas + " units x " + Decimals.print(wattsPerUnit, 0) + " W + " + hosts;
        }
    }

    /** It cannot be said. */
    record Unknown(String why) implements Draw {}

    private static double hostWatts(ReplicaShape shape, CarbonRules rules) {
        return shape.millicpus() / 1e3 * rules.wattsPerCore() + shape.memoryBytes() / 1e9 * rules.wattsPerGigabyte();
    }

    /**
     * The whole power of the card as the catalogue has it, divided among its devices; a partition draws its share of the compute
     * slices.
     *
     * @param model null: the work takes no accelerator, or its model is not known
     */
    static Draw of(
            WorkloadSpec spec,
            PortabilityGate.Way way,
            ReplicaShape shape,
            @Nullable AcceleratorModel model,
            Policy policy) {
        double hosts = hostWatts(shape, policy.carbon());
        if (spec.resources().accelerators().isEmpty() || shape.units() == 0) {
            return new Known(0, 0, hosts);
        }
        if (model == null || model.powerWatts() == null || model.devicesPerCard() == null) {
            return new Unknown("the power of " + (model == null ? "the accelerator" : model.id()) + " is not known");
        }
        var choice = spec.resources().accelerators().get(way.choice());
        var share = share(choice, model, policy.catalog());
        if (share == null) {
            return new Unknown("how much of a device " + choice.inWords() + " is, is not known");
        }
        return new Known(shape.units(), (double) model.powerWatts() / model.devicesPerCard() * share, hosts);
    }

    /** Of a device; null: not known. */
    private static @Nullable Double share(
            AcceleratorChoice choice, AcceleratorModel model, AcceleratorCatalog catalog) {
        if (RunTimes.isWhole(choice, model)) {
            return 1.0;
        }
        return RunTimes.partition(choice, model, catalog)
                .map(partition -> (double) partition.computeSlices() / partition.computeSlicesOfCard())
                .orElse(null);
    }
}
