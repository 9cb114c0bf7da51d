package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.NodeAmounts;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is offered of all nodes together within the quotas of the namespace: what they do not leave counts as taken, on the nodes that come
 * last. What our own pods have is within the quota, and admission takes it off itself.
 */
final class QuotaCap {
    private final Quotas quotas;
    private final Map<String, Long> rest = new HashMap<>();
    private final Map<String, Long> ours = new HashMap<>();

    QuotaCap(ClusterLook look, Predicate<PodUse> isOurs) {
        this.quotas = look.quotas() == null ? Quotas.NONE : look.quotas();
        if (look.pods() != null) {
            look.pods().stream().filter(isOurs).forEach(pod -> {
                pod.requests().byName().forEach((name, amount) -> ours.merge(name, amount, Long::sum));
                ours.merge(Amounts.PODS, 1L, Long::sum);
            });
        }
    }

    /** The load of others on the next node, and what must not be used of it. */
    ForeignLoad apply(NodeAmounts total, ForeignLoad foreign, @Nullable Device device) {
        ForeignLoad capped = new ForeignLoad(
                device == null ? foreign.units() : taken(device.resource(), (long) total.units(), foreign.units()),
                taken(Amounts.CPU, total.millicpus(), foreign.millicpus()),
                taken(Amounts.MEMORY, total.memoryBytes(), foreign.memoryBytes()));
        OptionalLong pods = quotas.left(Amounts.PODS);
        boolean noPods = pods.isPresent() && pods.getAsLong() + ours.getOrDefault(Amounts.PODS, 0L) == 0;
        return noPods
                ? new ForeignLoad((long) total.units(), orZero(total.millicpus()), orZero(total.memoryBytes()))
                : capped;
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private @Nullable Long taken(String resource, @Nullable Long total, @Nullable Long foreign) {
        OptionalLong left = quotas.left(resource);
        if (left.isEmpty() || total == null || foreign == null) {
            return foreign;
        }
        long before = rest.computeIfAbsent(resource, name -> left.getAsLong() + ours.getOrDefault(name, 0L));
        long granted = Math.min(before, Math.max(0, total - foreign));
        rest.put(resource, before - granted);
        return Math.max(foreign, total - granted);
    }
}
