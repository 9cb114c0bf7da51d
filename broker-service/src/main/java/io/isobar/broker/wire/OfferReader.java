package io.isobar.broker.wire;

import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.proto.resource.v1.Pool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the offers of a pool. A price of nothing is not free capacity: it is a price that is not known. */
final class OfferReader {
    private static final int MOST_OFFERS = 64;

    private final Problems problems;
    private final List<String> notes;

    OfferReader(Problems problems, List<String> notes) {
        this.problems = problems;
        this.notes = notes;
    }

    List<Offer> read(Pool pool, List<io.isobar.proto.market.v1.Offer> offers) {
        var read = new ArrayList<Offer>();
        if (problems.countWithin("offers", offers.size(), MOST_OFFERS)) {
            for (int i = 0; i < offers.size(); i++) {
                var at = new FieldPath("offers[" + i + "]");
                var offer = offer(at, pool, offers.get(i));
                if (offer == null) {
                    continue;
                }
                if (find(read, offer.mode(), offer.unit()) != null) {
                    problems.add(at.path(), "is a second price for " + offer.mode() + " by " + offer.unit());
                } else if (offer.price().isZero()) {
                    notes.add("pool " + pool.getName() + ": a price of " + offer.price() + " per "
                            + offer.unit().noun() + " is taken as not known");
                } else {
                    read.add(offer);
                }
            }
        }
        compareSpot(pool, read);
        return read;
    }

    private @Nullable Offer offer(FieldPath at, Pool pool, io.isobar.proto.market.v1.Offer offer) {
        if (!offer.getPool().isEmpty() && !offer.getPool().equals(pool.getName())) {
            problems.add(at.at("pool"), "is \"" + Text.line(offer.getPool(), 63) + "\", another pool");
        }
        var mode = new QuantityReader(problems)
                .choice(
                        at.at("mode"),
                        offer.getModeValue(),
                        EnumCodec.fromProto(offer.getMode()),
                        BillingMode.ON_DEMAND);
        var unit = EnumCodec.fromProto(offer.getUnit()).orElse(null);
        if (unit == null) {
            problems.add(at.at("unit"), "the value " + offer.getUnitValue() + " is not known");
        }
        if (unit == Offer.Unit.CARD_HOUR && !pool.hasAccelerator()) {
            problems.add(at.at("unit"), "is the card-hour in a pool without accelerators");
        }
        if (!offer.hasPrice()) {
            problems.add(at.at("price"), "is missing");
            return null;
        }
        var price = new QuantityReader(problems).notNegative(at.at("price"), offer.getPrice());
        var until = offer.hasValidUntil()
                ? problems.read(at.at("valid_until"), () -> TimeCodec.fromProto(offer.getValidUntil()))
                : null;
        return unit == null || price == null ? null : new Offer(mode, unit, price, until);
    }

    private void compareSpot(Pool pool, List<Offer> offers) {
        for (var unit : Offer.Unit.values()) {
            var spot = find(offers, BillingMode.SPOT, unit);
            var onDemand = find(offers, BillingMode.ON_DEMAND, unit);
            if (spot != null
                    && onDemand != null
                    && spot.price().currency().equals(onDemand.price().currency())
                    && spot.price().compareTo(onDemand.price()) > 0) {
                notes.add("pool " + pool.getName() + ": spot costs " + spot.price() + " per " + unit.noun()
                        + "-hour, more than on demand, " + onDemand.price());
            }
        }
    }

    private static @Nullable Offer find(List<Offer> offers, BillingMode mode, Offer.Unit unit) {
        for (var offer : offers) {
            if (offer.mode() == mode && offer.unit() == unit) {
                return offer;
            }
        }
        return null;
    }
}
