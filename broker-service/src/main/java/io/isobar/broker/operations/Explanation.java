package io.isobar.broker.operations;

import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Forecast;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.WaitingLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a workload runs where it runs, or why it waits.
 *
 * @param judged for one that waits: what placement says of it now; else null
 * @param recorded for one that was placed: its decision as recorded, as JSON; else null
 * @param position in its tenant's line; null: it does not wait
 * @param forecast about when it could start; null: it does not wait, or that cannot be said
 * @param hold the pool that is kept for it; null: it does not wait, or others come first
 * @param attempts oldest first
 * @param outlooks of its regions that are silent
 */
public record Explanation(
        Workload workload,
        @Nullable Judged judged,
        @Nullable String recorded,
        WaitingLine.@Nullable Position position,
        @Nullable Forecast forecast,
        @Nullable Hold hold,
        List<Attempt> attempts,
        List<Outlook> outlooks) {
    public Explanation {
        attempts = List.copyOf(attempts);
        outlooks = List.copyOf(outlooks);
    }
}
