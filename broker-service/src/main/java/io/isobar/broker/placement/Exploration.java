package io.isobar.broker.placement;

/**
 * What it is worth to learn how fast work runs where that is not known: a credit in the bill, which weighs in the choice and is not
 * charged. Work with a deadline, and work that is to end soonest, never has it.
 *
 * @param deviations on a model that the family ran on: how many standard deviations of what is not known of its run time count as if
 *     it were that much shorter, 0 to 3
 * @param trialCost on a model that it never ran on: what a first run there may be expected to cost more than elsewhere, in usual runs
 *     of the family at the price there, 0 to 10
 */
public record Exploration(double deviations, double trialCost) {
    /** Of an operator who has not said. */
    public static final Exploration USUAL = new Exploration(0.5, 2);

    /** Nothing is tried for what it teaches. */
    public static final Exploration NONE = new Exploration(0, 0);

    private static final double MOST_DEVIATIONS = 3;
    private static final double MOST_TRIAL_COST = 10;

    public Exploration {
        if (!(deviations >= 0 && deviations <= MOST_DEVIATIONS)) {
            throw new IllegalArgumentException("exploration must be 0 to " + MOST_DEVIATIONS + ", is " + deviations);
        }
        if (!(trialCost >= 0 && trialCost <= MOST_TRIAL_COST)) {
            throw new IllegalArgumentException("the trial cost must be 0 to " + MOST_TRIAL_COST + ", is " + trialCost);
        }
    }
}
