package io.isobar.broker.placement;

import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.capacity.TrackRecord.Rate;
import io.isobar.broker.capacity.TrackRecord.Source;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.resource.DurationText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a pool has shown of itself, in the words of a bill. */
final class TrackNotes {
    /** Of a pool in whose queue work waits for as long as nobody knows. */
    static final String ANY_TIME = "how long work waits in the queue there: not foretold, and too few starts were seen";

    private TrackNotes() {}

    /** How well it is known how often work is lost: measured where the pool itself has shown what weighs most. */
    static Basis basis(long cards, BillingMode mode, TrackRecord shown) {
        boolean failures = cards == 0 || isOwn(shown.failures());
        boolean reclaims = mode != BillingMode.SPOT || isOwn(shown.reclaims());
        return failures && reclaims ? Basis.MEASURED : Basis.ESTIMATED;
    }

    private static boolean isOwn(@Nullable Rate rate) {
        return rate != null && rate.source() == Source.POOL;
    }

    /** Where the hazards are from; empty: as configured. */
    static String hazards(long cards, BillingMode mode, TrackRecord shown) {
        var failures = cards == 0 ? "" : said("failure", "card-hours", shown.failures());
        var reclaims = mode == BillingMode.SPOT ? said("reclaim", "spot hours", shown.reclaims()) : "";
        return failures + reclaims;
    }

    private static String said(String event, String hours, @Nullable Rate rate) {
        if (rate == null) {
            return "";
        }
        var from =
                switch (rate.source()) {
                    case CONFIGURED -> "mostly as configured";
                    case MODEL -> "as other pools of the model show";
                    case POOL -> String.format(Locale.ROOT, "as %.1f in %,.0f there show", rate.events(), rate.hours());
                };
        return String.format(Locale.ROOT, "; a %s in %,.3g %s, %s", event, 1 / rate.perHour(), hours, from);
    }

    /** When it is expected to start there; null: nothing is known. */
    static @Nullable String start(TrackRecord shown) {
        var starts = shown.starts();
        if (starts == null) {
            return null;
        }
        var takes =
                DurationText.print(starts.mean()) + ", nine of ten " + DurationText.print(starts.high()) + " at most";
        if (starts.seen() == 0) {
            return "waits in the queue there: " + takes + ", as the region foretells";
        }
        return (shown.queued() ? "waits in the queue there: " : "starts there take ")
                + takes
                + String.format(Locale.ROOT, " (as %.0f did)", starts.seen());
    }
}
