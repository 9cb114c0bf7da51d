package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.resource.v1.Pool;
import io.isobar.proto.resource.v1.SiteQueue;
import io.isobar.proto.resource.v1.SoftwareStack;
import java.util.List;
import java.util.stream.Collectors;

/** Pools, one line each. */
public final class PoolTable {
    private static final Listing<PoolStatus> LISTING = new Listing<PoolStatus>()
            .add(Column.name("POOL", 17, 27), (pool, frame) -> name(pool))
            .add(Column.text("ACCELERATOR", 11), (pool, frame) -> Model.text(accelerator(pool.getPool()), frame))
            .add(Column.number("UNITS FREE"), (pool, frame) -> units(pool))
            .add(Column.number("NODE"), (pool, frame) -> largest(pool))
            .add(Column.number("CORES FREE"), (pool, frame) -> RegionTable.cores(List.of(pool)))
            .add(Column.whole("ON DEMAND"), (pool, frame) -> onDemand(pool))
            .add(Column.whole("AGE"), PoolTable::age)
            .addWide(Column.number("MEMORY FREE"), (pool, frame) -> RegionTable.memory(List.of(pool)))
            .addWide(Column.whole("BY OTHERS"), (pool, frame) -> RegionTable.others(List.of(pool)))
            .addWide(Column.whole("UNIT"), (pool, frame) -> unit(pool.getPool()))
            .addWide(
                    Column.whole("HOST"),
                    (pool, frame) -> Words.word(pool.getPool().getHostArchitecture()))
            .addWide(Column.whole("STACKS"), (pool, frame) -> stacks(pool.getPool()))
            .addWide(Column.whole("IMAGES"), (pool, frame) -> pool.getPool().getRunsImages() ? "yes" : "no")
            .addWide(
                    Column.whole("DOMAIN"),
                    (pool, frame) -> Unknown.orMark(pool.getPool().getInterconnectDomain()))
            .addWide(
                    Column.whole("WAIT"),
                    (pool, frame) ->
                            pool.getPool().hasQueue() ? wait(pool.getPool().getQueue()) : "none")
            .addWide(Column.whole("QUARANTINE"), (pool, frame) -> Unknown.orMark(pool.getQuarantine()));

    private PoolTable() {}

    public static Table of(List<PoolStatus> pools, Frame frame) {
        return LISTING.of(pools, frame);
    }

    /** The name by which it is asked for. */
    public static String name(PoolStatus pool) {
        return pool.getRegion() + "/" + pool.getPool().getName();
    }

    /** Free units of the node that has most of them. */
    static String largest(PoolStatus pool) {
        return pool.hasLargestFreeNode() ? Amounts.count(pool.getLargestFreeNode()) : Unknown.MARK;
    }

    private static String units(PoolStatus pool) {
        return RegionTable.units(List.of(pool)) + (pool.getPool().hasQueue() ? " queued" : "");
    }

    /** What work that enters a queue is expected to wait there. */
    static String wait(SiteQueue queue) {
        if (!queue.hasExpectedWait()) {
            return Unknown.WORD;
        }
        return Times.span(Times.duration(queue.getExpectedWait()))
                + (queue.hasHighWait()
                        ? ", nine of ten " + Times.span(Times.duration(queue.getHighWait())) + " at most"
                        : "");
    }

    static String unit(Pool pool) {
        return pool.hasAccelerator() ? Words.word(pool.getAccelerator().getUnitKind()) : "none";
    }

    /** The model; the name as advertised with a question mark where the catalogue does not know it. */
    static String accelerator(Pool pool) {
        if (!pool.hasAccelerator()) {
            return "none";
        }
        var accelerator = pool.getAccelerator();
        return accelerator.hasModelId() ? accelerator.getModelId() : accelerator.getAdvertisedName() + " ?";
    }

    static String stacks(Pool pool) {
        return pool.getStacksList().isEmpty()
                ? "cpu"
                : pool.getStacksList().stream().map(PoolTable::stack).collect(Collectors.joining(", "));
    }

    private static String stack(SoftwareStack stack) {
        return stack.getName()
                + (stack.hasVersion() ? " " + stack.getVersion() : "")
                + (stack.hasDriverVersion() ? " (driver " + stack.getDriverVersion() + ")" : "");
    }

    private static String onDemand(PoolStatus pool) {
        return pool.getOffersList().stream()
                .filter(offer -> offer.getMode() == BillingMode.BILLING_MODE_ON_DEMAND
                        || offer.getMode() == BillingMode.BILLING_MODE_UNSPECIFIED)
                .findFirst()
                .map(OfferTable::price)
                .orElse(Unknown.MARK);
    }

    static String age(PoolStatus pool, Frame frame) {
        if (!pool.getQuarantine().isEmpty()) {
            return "quarantined";
        }
        if (!pool.hasObservedAt()) {
            return Unknown.MARK;
        }
        boolean stale = pool.hasFreshUntil() && frame.now().isAfter(Times.instant(pool.getFreshUntil()));
        return Ages.ago(pool.getObservedAt(), frame.now()) + (stale ? " stale" : pool.getDiscounted() ? " old" : "");
    }
}
