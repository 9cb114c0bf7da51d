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
        return starts == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "starts there take %s, nine of ten %s at most (as %.0f did)",
                        DurationText.print(starts.mean()),
                        DurationText.print(starts.high()),
                        starts.seen());
    }
}
