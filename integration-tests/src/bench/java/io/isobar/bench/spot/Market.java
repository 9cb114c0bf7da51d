package io.isobar.bench.spot;

import io.isobar.broker.spot.SpotOffer;
import java.util.List;

/**
 * What a run is shown tick by tick.
 *
 * @param tick hours
 * @param zones by zone, then by tick
 */
record Market(double tick, List<List<SpotOffer>> zones) {
    Market {
        zones = List.copyOf(zones);
    }

    List<SpotOffer> at(int time) {
        return zones.stream().map(zone -> zone.get(time)).toList();
    }

    SpotOffer at(int zone, int time) {
        return zones.get(zone).get(time);
    }
}
