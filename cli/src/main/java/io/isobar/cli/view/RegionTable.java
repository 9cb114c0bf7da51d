package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.Place;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.resource.v1.ForeignLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Regions, one line each. */
public final class RegionTable {
    private static final Listing<Region> LISTING = new Listing<Region>()
            .add(
                    Column.text("REGION", 14),
                    (region, frame) -> region.getDescription().getName())
            .add(
                    Column.text("PROVIDER", 8),
                    (region, frame) -> Unknown.orMark(region.getDescription().getProvider()))
            .add(Column.text("STATE", 9), (region, frame) -> state(region))
            .add(Column.number("UNITS FREE"), (region, frame) -> units(nodes(region)))
            .add(Column.number("CORES FREE"), (region, frame) -> cores(nodes(region)))
            .add(
                    Column.number("AGE"),
                    (region, frame) -> region.hasInventoryObservedAt()
                            ? Ages.ago(region.getInventoryObservedAt(), frame.now())
                            : Unknown.MARK)
            .add(Column.whole("LOAD"), (region, frame) -> Load.of(region, frame.now()))
            .add(Column.number("WORK"), (region, frame) -> Amounts.count(region.getLiveAttempts()))
            .addWide(
                    Column.whole("CLASS"),
                    (region, frame) -> Words.word(region.getDescription().getComputeClass()))
            .addWide(
                    Column.whole("MANAGER"),
                    (region, frame) -> Words.word(region.getDescription().getManager()))
            .addWide(
                    Column.whole("PLACE"),
                    (region, frame) -> place(region.getDescription().getPlace()))
            .addWide(Column.number("POOLS"), (region, frame) -> Amounts.count(region.getPoolsCount()))
            .addWide(Column.number("MEMORY FREE"), (region, frame) -> memory(nodes(region)))
            .addWide(
                    Column.number("HEARD"),
                    (region, frame) ->
                            region.hasLastHeardAt() ? Ages.ago(region.getLastHeardAt(), frame.now()) : Unknown.MARK)
            .addWide(Column.number("SKEW"), (region, frame) -> skew(region))
            .addWide(Column.number("ROUND TRIP"), (region, frame) -> roundTrip(region))
            .addWide(
                    Column.whole("AGENT"),
                    (region, frame) -> Unknown.orMark(region.getDescription().getAgentVersion()));

    private RegionTable() {}

    public static Table of(List<Region> regions, Frame frame) {
        return LISTING.of(regions, frame);
    }

    static String skew(Region region) {
        return region.hasClockSkew() ? Times.measured(Times.duration(region.getClockSkew())) : Unknown.MARK;
    }

    /** With what it may be off by. */
    static String clock(Region region) {
        return skew(region)
                + (region.hasClockUncertainty()
                        ? " (give or take " + Times.measured(Times.duration(region.getClockUncertainty())) + ")"
                        : "");
    }

    static String roundTrip(Region region) {
        return region.hasRoundTrip() ? Times.measured(Times.duration(region.getRoundTrip())) : Unknown.MARK;
    }

    static String state(Region region) {
        var link = Words.word(region.getLink()) + (region.hasMaintenance() ? ", maintenance" : "");
        if (!region.getCordoned()) {
            return link;
        }
        return region.getLink() == LinkState.LINK_STATE_CONNECTED ? "cordoned" : link + ", cordoned";
    }

    /** Its pools but for places in queues, which are no more nodes than the others have. */
    static List<PoolStatus> nodes(Region region) {
        return region.getPoolsList().stream()
                .filter(pool -> !pool.getPool().hasQueue())
                .toList();
    }

    static String units(List<PoolStatus> pools) {
        var share = new Share();
        pools.forEach(pool ->
                share.add(pool.hasTotalUnits() && pool.hasFreeUnits(), pool.getFreeUnits(), pool.getTotalUnits()));
        return share.text(Amounts::count);
    }

    static String cores(List<PoolStatus> pools) {
        var share = new Share();
        pools.forEach(pool -> share.add(
                pool.hasTotalMillicpus() && pool.hasFreeMillicpus(),
                pool.getFreeMillicpus(),
                pool.getTotalMillicpus()));
        return share.text(Amounts::cores);
    }

    static String memory(List<PoolStatus> pools) {
        var share = new Share();
        pools.forEach(pool -> share.add(
                pool.hasTotalMemoryBytes() && pool.hasFreeMemoryBytes(),
                pool.getFreeMemoryBytes(),
                pool.getTotalMemoryBytes()));
        return share.text(Amounts::bytes);
    }

    /**
     * What work that is not the federation's takes: "3 cores, 20 GiB"; "nothing"; what is not known is left out, all of it a
     * mark.
     */
    static String others(List<PoolStatus> pools) {
        var loads = pools.stream()
                .map(pool -> pool.getPool().getCapacity().getForeignLoad())
                .toList();
        var text = new ArrayList<String>();
        boolean known = false;
        if (loads.stream().anyMatch(ForeignLoad::hasUnits)) {
            known = true;
            add(text, loads.stream().mapToLong(ForeignLoad::getUnits).sum(), units -> Amounts.count(units) + " units");
        }
        if (loads.stream().anyMatch(ForeignLoad::hasMillicpus)) {
            known = true;
            add(
                    text,
                    loads.stream().mapToLong(ForeignLoad::getMillicpus).sum(),
                    cpus -> Amounts.cores(cpus) + (cpus == 1_000 ? " core" : " cores"));
        }
        if (loads.stream().anyMatch(ForeignLoad::hasMemoryBytes)) {
            known = true;
            add(text, loads.stream().mapToLong(ForeignLoad::getMemoryBytes).sum(), Amounts::bytes);
        }
        if (!known) {
            return Unknown.MARK;
        }
        return text.isEmpty() ? "nothing" : String.join(", ", text);
    }

    private static void add(List<String> text, long amount, LongFunction<String> words) {
        if (amount > 0) {
            text.add(words.apply(amount));
        }
    }

    static String place(Place place) {
        var text = Stream.of(place.getCity(), place.getProvince(), place.getCountry())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Unknown.orMark(text);
    }
}
