package io.isobar.broker.wire;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.placement.PoolReserve;
import io.isobar.broker.workload.FieldRules;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that are reserved. */
public final class ReservationCodec {
    private static final int LONGEST_SHOWN = 80;

    private ReservationCodec() {}

    /** Of a pool; {@code reserve} null: what is kept of it is not known yet. */
    public static List<io.isobar.proto.region.v1.Reservation> toProto(PoolView pool, @Nullable PoolReserve reserve) {
        return pool.reservations().all().stream()
                .map(one -> {
                    var to = toProto(one).setBegun(pool.reservations().begun().contains(one));
                    if (reserve != null) {
                        reserve.holds().stream()
                                .filter(hold -> hold.reservation().equals(one))
                                .forEach(hold ->
                                        to.setNodesUsed(reserve.nodesUsed(hold)).setShortfall(reserve.shortfall(hold)));
                    }
                    return to.build();
                })
                .toList();
    }

    public static io.isobar.proto.region.v1.Reservation.Builder toProto(Reservation reservation) {
        return io.isobar.proto.region.v1.Reservation.newBuilder()
                .setName(reservation.name())
                .setTenant(reservation.tenant())
                .setNodes(reservation.nodes())
                .setFrom(TimeCodec.toProto(reservation.from()))
                .setUntil(TimeCodec.toProto(reservation.until()));
    }

    /** Pools are named like regions; throws a failure where it can be none. */
    public static PoolKey pool(ReserveNodesRequest request) {
        var region = request.getRegion();
        var pool = request.getPool();
        if (!RegionName.isName(region)) {
            throw Failure.notFound("region", Text.line(region, LONGEST_SHOWN));
        }
        if (!RegionName.isName(pool)) {
            throw Failure.notFound("pool", region + "/" + Text.line(pool, LONGEST_SHOWN));
        }
        return new PoolKey(new RegionName(region), pool);
    }

    /** What is to be reserved; throws a failure that names every problem. */
    public static Reservation fromProto(PoolKey pool, ReserveNodesRequest request) {
        var asked = request.getReservation();
        var problems = new Problems();
        var at = new FieldPath("reservation");
        name(problems, at.at("name"), asked.getName());
        name(problems, at.at("tenant"), asked.getTenant());
        if (asked.getNodes() < 1) {
            problems.add(at.at("nodes"), "must be at least 1, is " + asked.getNodes());
        }
        var from = asked.hasFrom() ? problems.read(at.at("from"), () -> TimeCodec.fromProto(asked.getFrom())) : null;
        var until =
                asked.hasUntil() ? problems.read(at.at("until"), () -> TimeCodec.fromProto(asked.getUntil())) : null;
        if (!asked.hasFrom()) {
            problems.add(at.at("from"), "is required");
        }
        if (!asked.hasUntil()) {
            problems.add(at.at("until"), "is required");
        }
        if (from != null && until != null && !until.isAfter(from)) {
            problems.add(at.at("until"), "must be after from, " + from + ", is " + until);
        }
        if (!problems.isEmpty() || from == null || until == null) {
            throw problems.asFailure();
        }
        return new Reservation(pool, asked.getName(), asked.getTenant(), asked.getNodes(), from, until);
    }

    private static void name(Problems problems, String field, String name) {
        var problem = name.isEmpty() ? "is required" : FieldRules.nameProblem(name);
        if (problem != null) {
            problems.add(field, problem);
        }
    }
}
