package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the quotas of a namespace still leave to its pods. Of several the narrowest counts, and one that holds only for some pods counts for all:
 * less may be offered than could be had, never more.
 */
final class Quotas {
    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";
    /** Holds only for pods that ask for nothing, which ours never are. */
    private static final String BEST_EFFORT = "BestEffort";

    static final Quotas NONE = new Quotas(Map.of(), false);

    private final Map<String, Long> left;
    private final boolean limitsCpu;

    private Quotas(Map<String, Long> left, boolean limitsCpu) {
        this.left = Map.copyOf(left);
        this.limitsCpu = limitsCpu;
    }

    static Quotas of(Collection<ResourceQuota> quotas) {
        Map<String, Long> left = new HashMap<>();
        boolean limitsCpu = false;
        for (ResourceQuota quota : quotas) {
            List<String> scopes = quota.getSpec() == null || quota.getSpec().getScopes() == null
                    ? List.of()
                    : quota.getSpec().getScopes();
            if (quota.getSpec() == null || scopes.contains(BEST_EFFORT)) {
                continue;
            }
            Amounts hard = Amounts.of(quota.getSpec().getHard(), RoundingMode.DOWN);
            Amounts used = Amounts.of(
                    quota.getStatus() == null ? null : quota.getStatus().getUsed(), RoundingMode.UP);
            hard.byName().forEach((name, most) -> {
                // What is used of it is not known yet, so nothing is known to be left.
                Long taken = used.get(name);
                long rest = taken == null ? 0 : Math.max(0, most - taken);
                left.merge(resource(name), rest, Math::min);
            });
            limitsCpu |= hard.byName().containsKey(LIMITS + Amounts.CPU);
        }
        return new Quotas(left, limitsCpu);
    }

    /** {@code limits.} is counted like {@code requests.}: our pods have the same of both. */
    private static String resource(String name) {
        if (name.equals("count/pods")) {
            return Amounts.PODS;
        }
        return name.startsWith(REQUESTS)
                ? name.substring(REQUESTS.length())
                : name.startsWith(LIMITS) ? name.substring(LIMITS.length()) : name;
    }

    /** How much more may be asked for, in the unit of {@link Amounts}; empty: there is no limit. */
    OptionalLong left(String resource) {
        Long amount = left.get(resource);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    /** Resources of which nothing is left, sorted. */
    List<String> exhausted() {
        return left.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether a pod must say how many processors it may use at most. */
    boolean limitsCpu() {
        return limitsCpu;
    }
}
