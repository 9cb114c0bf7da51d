package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.resource.v1.NodeBucket;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.workload.v1.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything known about a pool. */
public final class PoolText {
    private static final int MOST_BUCKETS = 20;

    private PoolText() {}

    /**
     * The description.
     *
     * @param rates what runs have taught of its model
     * @param figures what telemetry says of it
     */
    public static List<String> lines(PoolStatus status, List<Rate> rates, List<Figure> figures, Frame frame) {
        var pool = status.getPool();
        var capacity = pool.getCapacity();
        var facts = new Facts(frame)
                .add("accelerator", accelerator(pool))
                .add("host", RegionText.orUnknown(Words.word(pool.getHostArchitecture())))
                .add("stacks", PoolTable.stacks(pool))
                .add("images", pool.getRunsImages() ? "can be run" : "cannot be run")
                .add("domain", pool.hasInterconnectDomain() ? pool.getInterconnectDomain() : "none known")
                .addUnlessEmpty("QUARANTINED", status.getQuarantine())
                .addUnlessEmpty("queue", pool.hasQueue() ? "work waits there: " + PoolTable.wait(pool.getQueue()) : "")
                .add("units free", RegionText.orUnknown(RegionTable.units(List.of(status))))
                .add("largest node", RegionText.orUnknown(PoolTable.largest(status)))
                .add("cores free", RegionText.orUnknown(RegionTable.cores(List.of(status))))
                .add("memory free", RegionText.orUnknown(RegionTable.memory(List.of(status))))
                .add("used by others", RegionText.orUnknown(RegionTable.others(List.of(status))))
                .add("unusable", capacity.hasUnusableNodes() ? Amounts.count(capacity.getUnusableNodes()) : "")
                .add("observed", RegionText.since(status.hasObservedAt(), status.getObservedAt(), frame))
                .addUnlessEmpty("OLD", old(status))
                .add("received", RegionText.since(status.hasReceivedAt(), status.getReceivedAt(), frame))
                .add("validity", capacity.hasValidity() ? Times.span(Times.duration(capacity.getValidity())) : "")
                .add("report", "number " + Amounts.count(capacity.getSequence()));
        status.getOffersList()
                .forEach(offer -> facts.add(
                        "offer",
                        OfferTable.mode(offer.getMode()) + " " + OfferTable.price(offer)
                                + (offer.hasValidUntil() ? ", until " + OfferTable.until(offer, frame) : "")));
        if (status.getOffersList().isEmpty()) {
            facts.add("offer", "none: its price is not known");
        }
        if (status.hasRecord()) {
            RecordText.add(status.getRecord(), facts);
        }
        var lines = new ArrayList<String>();
        lines.add("Pool " + Escapes.line(PoolTable.name(status)));
        lines.addAll(facts.lines());
        if (!figures.isEmpty()) {
            lines.add("");
            lines.addAll(FigureTable.ofPool(figures, frame).lines(frame.width()));
        }
        if (!rates.isEmpty()) {
            lines.add("");
            lines.addAll(RateTable.of(rates, frame).lines(frame.width()));
        }
        if (capacity.getBucketsCount() > 0) {
            lines.add("");
            lines.addAll(buckets(capacity.getBucketsList(), frame));
        }
        return lines;
    }

    private static String old(PoolStatus status) {
        return status.getDiscounted() ? "no report for two thirds of its validity: of what is free half counts" : "";
    }

    private static String accelerator(Pool pool) {
        if (!pool.hasAccelerator()) {
            return "none";
        }
        var accelerator = pool.getAccelerator();
        return (accelerator.hasModelId() ? accelerator.getModelId() : "unknown to the catalogue")
                + " (advertised as \"" + accelerator.getAdvertisedName() + "\"), "
                + "unit " + RegionText.orUnknown(Words.word(accelerator.getUnitKind())) + ", memory "
                + (accelerator.hasMemoryBytes() ? Amounts.bytes(accelerator.getMemoryBytes()) : Unknown.WORD);
    }

    /** As the region reported them: what the broker has given away since is not taken off. */
    private static List<String> buckets(List<NodeBucket> buckets, Frame frame) {
        int shown = frame.isWide() ? buckets.size() : MOST_BUCKETS;
        var table = new Table(
                Column.number("NODES"),
                Column.number("UNITS FREE OF"),
                Column.number("CORES FREE OF"),
                Column.number("MEMORY FREE OF"));
        buckets.stream()
                .sorted(Comparator.comparingInt(NodeBucket::getFreeUnits)
                        .thenComparingLong(NodeBucket::getFreeMillicpus)
                        .reversed())
                .limit(shown)
                .forEach(bucket -> table.row(
                        Amounts.count(bucket.getNodes()),
                        bucket.getFreeUnits() + "/" + bucket.getTotalUnits(),
                        bucket.hasFreeMillicpus() && bucket.hasTotalMillicpus()
                                ? Amounts.cores(bucket.getFreeMillicpus()) + "/"
                                        + Amounts.cores(bucket.getTotalMillicpus())
                                : Unknown.MARK,
                        bucket.hasFreeMemoryBytes() && bucket.hasTotalMemoryBytes()
                                ? Amounts.bytes(bucket.getFreeMemoryBytes()) + "/"
                                        + Amounts.bytes(bucket.getTotalMemoryBytes())
                                : Unknown.MARK));
        var lines = new ArrayList<>(table.lines(frame.width()));
        if (buckets.size() > shown) {
            lines.add("and " + (buckets.size() - shown) + " more kinds of node (-o wide)");
        }
        return lines;
    }
}
