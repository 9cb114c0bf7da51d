package io.isobar.broker.wire;

import io.isobar.broker.capacity.Maintenance;
import java.time.Duration;

/** Announced maintenance of a region. */
public final class MaintenanceCodec {
    private static final Duration LONGEST_LEAD = Duration.ofDays(366);
    private static final int LONGEST_NOTE = 500;

    private MaintenanceCodec() {}

    public static io.isobar.proto.region.v1.Maintenance toProto(Maintenance maintenance) {
        return io.isobar.proto.region.v1.Maintenance.newBuilder()
                .setFrom(TimeCodec.toProto(maintenance.from()))
                .setUntil(TimeCodec.toProto(maintenance.until()))
                .setLead(TimeCodec.toProto(maintenance.lead()))
                .setNote(maintenance.note())
                .build();
    }

    /** Throws a failure that names every problem. */
    public static Maintenance fromProto(io.isobar.proto.region.v1.Maintenance maintenance) {
        var problems = new Problems();
        var at = new FieldPath("maintenance");
        var from = maintenance.hasFrom()
                ? problems.read(at.at("from"), () -> TimeCodec.fromProto(maintenance.getFrom()))
                : null;
        var until = maintenance.hasUntil()
                ? problems.read(at.at("until"), () -> TimeCodec.fromProto(maintenance.getUntil()))
                : null;
        var lead = maintenance.hasLead()
                ? problems.read(at.at("lead"), () -> TimeCodec.fromProto(maintenance.getLead()))
                : Maintenance.USUAL_LEAD;
        if (!maintenance.hasFrom()) {
            problems.add(at.at("from"), "is required");
        }
        if (!maintenance.hasUntil()) {
            problems.add(at.at("until"), "is required");
        }
        if (from != null && until != null && !until.isAfter(from)) {
            problems.add(at.at("until"), "must be after from, " + from + ", is " + until);
        }
        if (lead != null && (lead.isNegative() || lead.compareTo(LONGEST_LEAD) > 0)) {
            problems.add(at.at("lead"), "must be 0 to 366 days, is " + lead.toSeconds() + " s");
        }
        problems.textOrEmpty(at.at("note"), maintenance.getNote(), LONGEST_NOTE);
        if (!problems.isEmpty() || from == null || until == null || lead == null) {
            throw problems.asFailure();
        }
        return new Maintenance(from, until, lead, maintenance.getNote());
    }
}
