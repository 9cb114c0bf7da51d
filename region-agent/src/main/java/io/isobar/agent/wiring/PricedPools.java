package io.isobar.agent.wiring;

import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An offer and the pools that it is for: by name, or by accelerator. */
record PricedPools(
        String key, @Nullable String pool, @Nullable String accelerator, Offer offer) {
    boolean isFor(PoolProfile profile) {
        return pool == null
                ? profile.accelerator() != null
                        && profile.accelerator().advertisedName().equalsIgnoreCase(accelerator)
                : profile.name().value().equals(pool);
    }

    /** With the offers that are for it; they replace its own of the same mode. */
    static PoolProfile priced(PoolProfile pool, List<PricedPools> offers) {
        List<Offer> merged = new ArrayList<>(pool.offers());
        for (PricedPools priced : offers) {
            if (priced.isFor(pool)) {
                merged.removeIf(old -> old.mode() == priced.offer().mode());
                merged.add(priced.offer());
            }
        }
        return pool.withOffers(merged);
    }
}
