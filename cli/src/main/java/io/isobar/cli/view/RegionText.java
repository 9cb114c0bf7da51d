package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.region.v1.Maintenance;
import io.isobar.proto.region.v1.Place;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.SiteEnergy;
import java.util.ArrayList;
import java.util.List;

/** Everything known about a region. */
public final class RegionText {
    private RegionText() {}

    public static List<String> lines(Region region, Frame frame) {
        var description = region.getDescription();
        var facts = new Facts(frame)
                .add("provider", description.getProvider())
                .add("place", place(description.getPlace()))
                .add("class", Words.word(description.getComputeClass()))
                .add("manager", Words.word(description.getManager()))
                .add("PUE", pue(description.getEnergy()))
                .add("grid", grid(description.getEnergy()))
                .add("agent", description.getAgentVersion())
                .add("link", RegionTable.state(region))
                .addUnlessEmpty("cordon note", region.getCordonNote())
                .addUnlessEmpty(
                        "maintenance", region.hasMaintenance() ? maintenance(region.getMaintenance(), frame) : "")
                .add("connected", since(region.hasConnectedAt(), region.getConnectedAt(), frame))
                .add("last heard", since(region.hasLastHeardAt(), region.getLastHeardAt(), frame))
                .addUnlessEmpty("given up", region.hasGivenUpAt() ? givenUp(region, frame) : "")
                .add("clock skew", orUnknown(RegionTable.clock(region)))
                .add("round trip", orUnknown(RegionTable.roundTrip(region)))
                .add("inventory", since(region.hasInventoryObservedAt(), region.getInventoryObservedAt(), frame))
                .add("units free", orUnknown(RegionTable.units(RegionTable.nodes(region))))
                .add("cores free", orUnknown(RegionTable.cores(RegionTable.nodes(region))))
                .add("memory free", orUnknown(RegionTable.memory(RegionTable.nodes(region))))
                .add("used by others", orUnknown(RegionTable.others(region.getPoolsList())))
                .add("live attempts", Amounts.count(region.getLiveAttempts()));
        var lines = new ArrayList<String>();
        lines.add("Region " + Escapes.line(description.getName()));
        lines.addAll(facts.lines());
        if (region.getPoolsCount() > 0) {
            lines.add("");
            lines.addAll(PoolTable.of(region.getPoolsList(), frame).lines(frame.width()));
        }
        if (region.getPoolsList().stream().anyMatch(pool -> pool.getReservationsCount() > 0)) {
            lines.add("");
            lines.addAll(ReservationTable.of(region.getPoolsList(), frame).lines(frame.width()));
        }
        var seen = region.getPoolsList().stream().filter(PoolStatus::hasRecord).toList();
        if (!seen.isEmpty()) {
            lines.add("");
            lines.addAll(TrackTable.of(seen, frame).lines(frame.width()));
        }
        if (region.getLinksCount() > 0) {
            lines.add("");
            lines.addAll(LinkTable.of(region.getLinksList(), frame).lines(frame.width()));
        }
        if (region.getFiguresCount() > 0) {
            lines.add("");
            lines.addAll(FigureTable.ofRegion(region.getFiguresList(), frame).lines(frame.width()));
        }
        return lines;
    }

    /** "from … until …: note". */
    public static String maintenance(Maintenance maintenance, Frame frame) {
        return "from " + Times.full(maintenance.getFrom(), frame.zone()) + " until "
                + Times.full(maintenance.getUntil(), frame.zone())
                + (maintenance.getNote().isEmpty() ? "" : ": " + maintenance.getNote());
    }

    private static String givenUp(Region region, Frame frame) {
        return Times.full(region.getGivenUpAt(), frame.zone()) + ", unless it is back before";
    }

    private static String pue(SiteEnergy energy) {
        return energy.hasPue() ? Amounts.decimal(energy.getPue()) + mark(energy.getPueIsEstimated()) : Unknown.WORD;
    }

    private static String grid(SiteEnergy energy) {
        return energy.hasGridIntensity()
                ? Amounts.decimal(energy.getGridIntensity()) + " g CO2e/kWh"
                        + mark(energy.getGridIntensityIsEstimated())
                : Unknown.WORD;
    }

    private static String mark(boolean estimated) {
        return estimated ? " (estimated)" : " (declared)";
    }

    private static String place(Place place) {
        var text = RegionTable.place(place);
        if (text.equals(Unknown.MARK)) {
            return Unknown.WORD;
        }
        return text
                + (place.getHub().isEmpty() ? "" : " (hub " + place.getHub() + ")")
                + (place.hasLatitude() && place.hasLongitude()
                        ? " at " + Amounts.decimal(place.getLatitude()) + ", " + Amounts.decimal(place.getLongitude())
                        : "");
    }

    static String since(boolean isKnown, com.google.protobuf.Timestamp at, Frame frame) {
        return isKnown ? Times.full(at, frame.zone()) + " (" + Ages.ago(at, frame.now()) + ")" : "never";
    }

    static String orUnknown(String text) {
        return text.equals(Unknown.MARK) ? Unknown.WORD : text;
    }
}
