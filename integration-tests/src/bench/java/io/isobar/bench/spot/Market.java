package io.isobar.bench.spot;

import io.isobar.broker.spot.SpotOffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run is shown tick by tick: by zone and tick, whether spot capacity is there and what an hour of it costs.
 *
 * @param tick hours
 */
record Market(double tick, boolean[][] available, double[][] price) {
    List<SpotOffer> at(int time) {
        List<SpotOffer> offers = new ArrayList<>();
        for (int zone = 0; zone < available.length; zone++) {
            offers.add(new SpotOffer(available[zone][time], price[zone][time]));
        }
        return offers;
    }

    int zones() {
        return available.length;
    }
}
