package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.Billing;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * In which ways a pool can be paid for. Whoever sells cards only has not offered processors for nothing; that is so however full the pool is,
 * and is therefore asked before it is looked at what is free.
 */
final class SaleGate {
    static final Objection OBJECTION =
            new Objection(Reason.NOT_SOLD_ALONE, "sold by the card only, and the work takes none");

    private SaleGate() {}

    /** Those of the ways that take something that is sold, in their order; all of them where nothing is offered, which is another trouble. */
    static <T> List<T> sold(PoolView pool, List<T> ways, ToIntFunction<T> units, Billing billing) {
        boolean allTakeCards = true;
        for (var way : ways) {
            allTakeCards &= units.applyAsInt(way) > 0;
        }
        return allTakeCards || !sellsCardsOnly(pool, billing)
                ? ways
                : ways.stream().filter(way -> units.applyAsInt(way) > 0).toList();
    }

    private static boolean sellsCardsOnly(PoolView pool, Billing billing) {
        boolean cards = false;
        for (var offer : pool.report().offers()) {
            if (billing.accepts(offer.mode())) {
                switch (offer.unit()) {
                    case CARD_HOUR -> cards = true;
                    case CORE_HOUR, NODE_HOUR -> {
                        return false;
                    }
                }
            }
        }
        return cards;
    }
}
