package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.region.v1.Hazard;
import io.isobar.proto.region.v1.PoolRecord;

/** How a pool kept what it promises, in words. */
final class RecordText {
    private RecordText() {}

    static void add(PoolRecord record, Facts facts) {
        facts.add("failures", hazard(record.getFailures(), "card-h"))
                .add("reclaims", hazard(record.getReclaims(), "spot h"))
                .add("starts", starts(record))
                .add("refused", refused(record));
    }

    /** "1 in 3,204 card-h (90 %: 2,100 to 5,200), as it showed: 12 in 40,000". */
    private static String hazard(Hazard hazard, String hours) {
        return "1 in " + every(hazard) + " " + hours + " (90 %: " + interval(hazard) + "), " + source(hazard)
                + "; seen " + Amounts.decimal(hazard.getEvents()) + " in " + Amounts.decimal(hazard.getHours());
    }

    static String every(Hazard hazard) {
        return every(hazard.getPerHour());
    }

    static String interval(Hazard hazard) {
        return every(hazard.getHigh()) + " to " + every(hazard.getLow());
    }

    private static String every(double perHour) {
        return perHour > 0 ? Amounts.decimal(1 / perHour) : Unknown.MARK;
    }

    static String source(Hazard hazard) {
        return switch (hazard.getSource()) {
            case HAZARD_SOURCE_CONFIGURED -> "as configured";
            case HAZARD_SOURCE_MODEL -> "as its model";
            case HAZARD_SOURCE_POOL -> "as it showed";
            case HAZARD_SOURCE_UNSPECIFIED, UNRECOGNIZED -> Unknown.WORD;
        };
    }

    private static String starts(PoolRecord record) {
        if (!record.hasStartMean()) {
            return Unknown.WORD;
        }
        return "half within " + span(record.getStartMedian()) + ", nine of ten within " + span(record.getStartHigh())
                + ", mean " + span(record.getStartMean()) + " (" + Amounts.decimal(record.getStarts()) + " seen)";
    }

    static String start(PoolRecord record) {
        return record.hasStartHigh() ? span(record.getStartHigh()) : Unknown.MARK;
    }

    private static String refused(PoolRecord record) {
        return record.getAsked() == 0
                ? Unknown.WORD
                : share(record) + " of what it had advertised (" + Amounts.decimal(record.getRefused()) + " of "
                        + Amounts.decimal(record.getAsked()) + ")";
    }

    static String share(PoolRecord record) {
        return record.getAsked() == 0
                ? Unknown.MARK
                : Amounts.decimal(100 * record.getRefused() / record.getAsked()) + " %";
    }

    private static String span(com.google.protobuf.Duration span) {
        return Times.span(Times.duration(span));
    }
}
