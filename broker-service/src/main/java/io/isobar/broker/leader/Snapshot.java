package io.isobar.broker.leader;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PoolReserve;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the leader shows of itself, as of the end of a turn.
 *
 * @param holds pools that are kept for work that waits
 * @param reserves what reservations keep of pools
 * @param states of the workloads that are not over
 * @param liveByRegion live attempts; a region that is not named has none
 */
public record Snapshot(
        FederationView view,
        Collection<Hold> holds,
        Map<PoolKey, PoolReserve> reserves,
        States states,
        Map<RegionName, Integer> liveByRegion) {
    static final Snapshot EMPTY =
            new Snapshot(FederationView.EMPTY, List.of(), Map.of(), new States(0, 0, 0, 0), Map.of());

    /** How many workloads are in which state. */
    public record States(int queued, int placing, int starting, int running) {
        /** Those that are not over. */
        public int live() {
            return queued + placing + starting + running;
        }
    }
}
