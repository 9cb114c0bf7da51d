package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.Reservation;
import java.util.List;

/** Nodes that are reserved, one line for each reservation. */
public final class ReservationTable {
    private ReservationTable() {}

    static Table of(List<PoolStatus> pools, Frame frame) {
        var table = new Table(
                Column.text("RESERVATION", 6),
                Column.text("POOL", 6),
                Column.text("TENANT", 6),
                Column.number("USED"),
                Column.number("SHORT"),
                Column.whole("FROM"),
                Column.whole("UNTIL"));
        for (var pool : pools) {
            for (var reservation : pool.getReservationsList()) {
                table.row(
                        reservation.getName(),
                        pool.getPool().getName(),
                        reservation.getTenant(),
                        used(reservation),
                        reservation.hasShortfall() ? Amounts.count(reservation.getShortfall()) : Unknown.MARK,
                        Times.full(reservation.getFrom(), frame.zone()),
                        Times.full(reservation.getUntil(), frame.zone()));
            }
        }
        return table;
    }

    /** Nodes that are used, and all of them. */
    private static String used(Reservation reservation) {
        var used = reservation.hasNodesUsed() ? Amounts.count(reservation.getNodesUsed()) : Unknown.MARK;
        return used + "/" + Amounts.count(reservation.getNodes());
    }

    /** "4 nodes for tenant lab from … until …". */
    public static String inWords(Reservation reservation, Frame frame) {
        return (reservation.getNodes() == 1 ? "1 node" : Amounts.count(reservation.getNodes()) + " nodes")
                + " for tenant " + reservation.getTenant() + " from "
                + Times.full(reservation.getFrom(), frame.zone()) + " until "
                + Times.full(reservation.getUntil(), frame.zone());
    }
}
