package io.isobar.broker.placement;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Money;

/**
 * What a gang costs per hour under an offer, in the offer's currency.
 *
 * @param detail "200 cards x 7.80 CNY"
 */
record Quote(Money perHour, String detail) {
    /**
     * Card-hours are counted by units, core-hours by thousandths of cores, node-hours by the nodes that the replicas take; a
     * price per node is never spread over cards.
     */
    static Quote of(Offer offer, ReplicaShape shape, int replicas, Histogram free) {
        return switch (offer.unit()) {
            case CARD_HOUR -> {
                long cards = (long) shape.units() * replicas;
                yield new Quote(offer.price().times(cards), counted(Long.toString(cards), offer));
            }
            case CORE_HOUR -> {
                long millis = shape.millicpus() * replicas;
                yield new Quote(offer.price().times(millis, 1000), counted(new Cpu(millis).toString(), offer));
            }
            case NODE_HOUR -> {
                long nodes = free.nodesFor(shape, replicas);
                yield new Quote(offer.price().times(nodes), counted(Long.toString(nodes), offer));
            }
        };
    }

    /** Whether the price is of something that the work takes; else it would cost nothing, which nobody offered. */
    static boolean covers(Offer offer, ReplicaShape shape) {
        return switch (offer.unit()) {
            case CARD_HOUR -> shape.units() > 0;
            case CORE_HOUR -> shape.millicpus() > 0;
            case NODE_HOUR -> true;
        };
    }

    private static String counted(String count, Offer offer) {
        return count + " " + offer.unit().noun() + (count.equals("1") ? "" : "s") + " x " + offer.price();
    }
}
