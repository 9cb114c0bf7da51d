package io.isobar.broker.placement;

import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.DataSet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it takes to bring the data to a region, one set after the other.
 *
 * @param price of all that is known
 * @param basis measured where all bandwidths were
 * @param unsaid what could not be counted, a sentence each
 */
record Transfer(Money price, Duration time, String detail, Basis basis, List<String> unsaid) {
    static Transfer of(List<DataSet> data, String region, Network network, RateNotes rates) {
        var price = Money.zero(rates.currency());
        var time = Duration.ZERO;
        var details = new ArrayList<String>();
        var unsaid = new ArrayList<String>();
        boolean measured = true;
        for (var set : data) {
            var from = set.region();
            if (from == null) {
                unsaid.add("where " + set.uri() + " lies is not declared");
            } else if (!from.equals(region)) {
                var size = set.size();
                var link = network.between(from, region);
                if (size == null) {
                    unsaid.add("the size of " + set.uri() + " is not declared");
                } else if (link.isEmpty()) {
                    unsaid.add("the network table has no way from " + from + " to " + region + " for " + set.uri());
                } else if (!(rates.convert(link.get().priceOf(size)) instanceof Conversion.Converted converted)) {
                    unsaid.add("no exchange rate for "
                            + link.get().pricePerGigabyte().currency());
                } else {
                    price = price.plus(converted.money());
                    time = time.plus(link.get().timeFor(size));
                    measured &= link.get().isMeasured();
                    details.add(size + " from " + from + " at " + bandwidth(link.get()) + " and "
                            + link.get().pricePerGigabyte() + "/GB");
                }
            }
        }
        return new Transfer(
                price,
                time,
                String.join("; ", details),
                measured ? Basis.MEASURED : Basis.ESTIMATED,
                List.copyOf(unsaid));
    }

    private static String bandwidth(Link link) {
        return link.isMeasured()
                ? new BigDecimal(link.gigabits())
                                .round(new MathContext(3))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " Gbit/s as measured"
                : link.gigabits() + " Gbit/s";
    }
}
