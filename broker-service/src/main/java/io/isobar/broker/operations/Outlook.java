package io.isobar.broker.operations;

import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.DisconnectPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of work whose region is silent.
 *
 * @param lastHeardAt null: not since the broker started
 * @param givenUpAt when it may start elsewhere unless its region is back before; null: {@code waitsBecause} says why not
 * @param waitsBecause empty where it is given up
 */
public record Outlook(
        RegionName region,
        @Nullable Instant lastHeardAt,
        @Nullable Instant givenUpAt,
        String waitsBecause) {
    /** One for each silent region of a workload. */
    static List<Outlook> of(Workload workload, FederationView federation) {
        var silent = workload.liveParts().stream()
                .filter(Attempt::unconfirmed)
                .map(part -> part.assignment().pool().region())
                .distinct()
                .toList();
        return federation.regions().stream()
                .filter(region -> silent.contains(region.name()))
                .map(region -> of(workload, region))
                .toList();
    }

    private static Outlook of(Workload workload, RegionView region) {
        boolean keeps = workload.spec().disconnect() == DisconnectPolicy.KEEP_RUNNING;
        var why = keeps
                ? "its disconnect.policy is keep_running"
                : !region.facts().stopsWhenCutOff()
                        ? "the region does not promise to stop what it runs when it is cut off, so it may still run there"
                        : mayBeginLate(workload, region)
                                ? "it was launched there and not known to have begun, and may begin late"
                                : region.givenUpAt() == null
                                        ? "so many regions are silent that it is rather the broker's own network"
                                        : "";
        return new Outlook(region.name(), region.lastHeardAt(), why.isEmpty() ? region.givenUpAt() : null, why);
    }

    private static boolean mayBeginLate(Workload workload, RegionView region) {
        return region.facts().cutOff() instanceof CutOff.StopsWhatBegan
                && workload.liveParts().stream()
                        .anyMatch(part -> part.mayBeginLate()
                                && part.assignment().pool().region().equals(region.name()));
    }
}
