package io.isobar.broker.placement;

import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;

/**
 * All of a request that placement looks at. Requests that differ only in what is left out here run at the same places for the
 * same bill: names and labels, what the command is, how it is tried again. Who lets placement look at more puts it in.
 */
record RequestShape(WorkloadSpec spec, int hash) {
    private static final List<String> SOME_COMMAND = List.of("command");

    static RequestShape of(WorkloadSpec spec) {
        var reduced = new WorkloadSpec(
                // Only a spread rule counts by the name.
                spec.placement().spread() == null ? "" : spec.name(),
                spec.tenant(),
                Map.of(),
                spec.computeClass(),
                // It says whose turn it is, not where.
                0,
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                reduced(spec.variants()),
                spec.others().stream().map(RequestShape::reduced).toList(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                spec.placement(),
                spec.objective(),
                spec.billing(),
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                spec.timeLimit());
        return new RequestShape(reduced, reduced.hashCode());
    }

    private static Group reduced(Group group) {
        return new Group(
                group.name(), group.replicas(), group.resources(), reduced(group.variants()), group.auxiliary());
    }

    private static List<Variant> reduced(List<Variant> variants) {
        if (variants.size() == 1) {
            return List.of(reduced(variants.getFirst()));
        }
        return variants.stream().map(RequestShape::reduced).toList();
    }

    private static Variant reduced(Variant variant) {
        return new Variant(
                variant.stack(),
                variant.image(),
                variant.command().isEmpty() ? List.of() : SOME_COMMAND,
                Map.of(),
                variant.precisions(),
                variant.hostArchitecture(),
                variant.driverMinimum(),
                variant.builtFor(),
                variant.quantisation());
    }

    /** Reckoned once: to hash all parts takes longer than to find the shape by it. */
    @Override
    public int hashCode() {
        return hash;
    }
}
