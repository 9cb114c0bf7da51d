package io.isobar.broker.learning;

/**
 * What runs say of a time that is expected.
 *
 * @param factor by which it is to be multiplied, above 0; 1: nothing is known better
 * @param spread by which factor the truth may lie above or below that (one standard deviation), at least 1
 * @param runs of the family on the model that were seen to their end; 0: only its runs elsewhere, or such as are under way
 * @param underWay runs of the family on the model that go on and have said how far they are
 * @param late so many times as long as that factor says nine of ten runs of the tenant take at most, at least 1; 1 also where none was
 *     seen on the model
 * @param isKnown whether any run of the family was seen
 * @param usualUnitHours what a run of the family takes on average, wherever it ran: hours x accelerator units; 0: not known
 * @param isWanted whether a first run on the model would teach something: there was none, none is under way, and it was not tried in vain
 */
public record Correction(
        double factor,
        double spread,
        long runs,
        long underWay,
        double late,
        boolean isKnown,
        double usualUnitHours,
        boolean isWanted) {
    /** Nothing was seen of the family. */
    public static final Correction NONE =
            new Correction(1, Math.exp(FamilyFit.MODEL_DEVIATION), 0, 0, 1, false, 0, false);

    /** Whether anything was seen of the family on the model. */
    public boolean wasSeen() {
        return runs + underWay > 0;
    }
}
