package io.isobar.broker.spot;

/**
 * Work that goes on wherever it was left off, and what is fixed about it. Hours throughout.
 *
 * @param work hours that it runs in all, more than 0
 * @param deadline when it must have ended, more than 0
 * @param restart what each start costs before the work goes on, on either kind of capacity, at least 0
 * @param tick how often is decided; between two decisions nothing changes, more than 0
 * @param onDemandPrice price of an hour of capacity that stays and that is always there, at least 0
 */
public record Task(double work, double deadline, double restart, double tick, double onDemandPrice) {
    public Task {
        if (!positive(work) || !positive(deadline) || !positive(tick)) {
            throw new IllegalArgumentException(
                    "work, deadline and tick must be hours above 0, are " + work + ", " + deadline + " and " + tick);
        }
        if (!(restart >= 0 && restart < Double.POSITIVE_INFINITY)
                || !(onDemandPrice >= 0 && onDemandPrice < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "restart and price must be at least 0, are " + restart + " and " + onDemandPrice);
        }
    }

    private static boolean positive(double hours) {
        return hours > 0 && hours < Double.POSITIVE_INFINITY;
    }
}
