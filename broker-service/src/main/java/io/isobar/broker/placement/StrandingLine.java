package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.Stranding;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a bill: the units that a placement makes unusable for the work that usually comes, at what a unit costs for the
 * time that it runs. Nobody is charged for it; it decides between pools.
 *
 * <p>There is none where a unit has no price of its own (by the core, by the node, where what is left of the node is paid for), where
 * the run time is not known, and where nothing is known of the usual work.
 */
final class StrandingLine {
    private static final long THOUSANDTHS = 1_000;

    private StrandingLine() {}

    /** Thousandths of units that a candidate of the pool strands; 0: there is no line. */
    static long stranded(Candidate candidate, PoolView pool) {
        return hasPrice(candidate)
                ? Stranding.of(pool.free(), candidate.shape(), candidate.replicas(), pool.usual())
                : 0;
    }

    /** Whether there is a line where something is stranded. */
    static boolean hasPrice(Candidate candidate) {
        return candidate.total() != null
                && candidate.offer().unit() == Offer.Unit.CARD_HOUR
                && candidate.shape().units() > 0;
    }

    /**
     * What so much comes to.
     *
     * @param compute what the candidate's own units cost for the whole time
     * @param units how many those are
     * @param total of all other lines
     * @return 0 where it is too large to be added to the total, which no choice hangs on
     */
    static Money amount(Money compute, long units, Money total, long stranded) {
        try {
            var amount = compute.times(stranded, Math.multiplyExact(THOUSANDTHS, units));
            total.plus(amount);
            return amount;
        } catch (QuantityException | ArithmeticException _) {
            return Money.zero(compute.currency());
        }
    }

    /** The candidate with the line of so much that it strands, in the place of the one it may have. */
    static Candidate weigh(Candidate candidate, long stranded) {
        var base = without(candidate);
        var total = base.total();
        if (stranded == 0 || total == null) {
            return base;
        }
        long units = (long) base.shape().units() * base.replicas();
        var compute = base.bill().getFirst().amount();
        var amount = amount(compute, units, total, stranded);
        if (amount.isZero()) {
            return base;
        }
        var lines = new ArrayList<>(base.bill());
        lines.add(new BillLine(Term.STRANDING, amount, Basis.ESTIMATED, detail(base, stranded)));
        return base.with(lines, total.plus(amount));
    }

    private static String detail(Candidate base, long stranded) {
        long hundredths = (stranded + 5) / 10;
        return hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100
                + " units that the usual work could not use x " + base.offer().price() + "/h for the run time";
    }

    /** Null: it has none. */
    static @Nullable BillLine of(Candidate candidate) {
        var lines = candidate.bill();
        return lines.isEmpty() || lines.getLast().term() != Term.STRANDING ? null : lines.getLast();
    }

    /** As if it stranded nothing. */
    static Candidate without(Candidate candidate) {
        var line = of(candidate);
        var total = candidate.total();
        return line == null || total == null
                ? candidate
                : candidate.with(candidate.bill().subList(0, candidate.bill().size() - 1), total.minus(line.amount()));
    }
}
