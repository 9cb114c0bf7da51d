package io.isobar.broker.learning;

/**
 * What runs say of a time that is expected.
 *
 * @param factor by which it is to be multiplied, above 0; 1: nothing is known better
 * @param spread by which factor the truth may lie above or below that (one standard deviation), at least 1
 * @param runs of the family on the model that were seen; 0: only its runs elsewhere
 * @param isKnown whether any run of the family was seen
 */
public record Correction(double factor, double spread, long runs, boolean isKnown) {
    /** Nothing was seen of the family. */
    public static final Correction NONE = new Correction(1, Math.exp(FamilyFit.MODEL_DEVIATION), 0, false);
}
