package io.isobar.agent.probe;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.RegionName;

/**
 * A peer that is probed for a region.
 *
 * @param peer a region, or another place of the broker's table of links
 */
public record ProbeTarget(RegionName region, String peer, HostPort address) {
    @Override
    public String toString() {
        return region + " to " + peer + " at " + address;
    }
}
