package io.isobar.broker.spot;

/** What to do until the next moment. */
public sealed interface Choice {
    /** Run on the spot offer of a region; where the work sits there already, it stays. */
    record Spot(int region) implements Choice {}

    /** Run on capacity that stays. */
    record OnDemand() implements Choice {}

    /** Do not run. */
    record Wait() implements Choice {}
}
