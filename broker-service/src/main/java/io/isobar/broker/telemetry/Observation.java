package io.isobar.broker.telemetry;

/**
 * One record as windows take it.
 *
 * @param part of the statistics that its value is
 * @param source number of {@code isobar.telemetry.v1.MetricSource}
 * @param observedNs by the agent's clock, nanoseconds since 1970
 * @param incarnation fingerprint of the agent process
 * @param sequence of the record within the incarnation
 * @param sentNs when its batch was sent, by the same clock; {@link #NOT_SAID}: not said
 */
public record Observation(
        Quantity quantity,
        Part part,
        double value,
        int source,
        long observedNs,
        long incarnation,
        long sequence,
        long sentNs) {
    /** Where a batch does not say when it was sent. */
    public static final long NOT_SAID = AgentClock.UNKNOWN_NS;

    /** What a value says about the values behind it. */
    public enum Part {
        /** A present value or a mean: it has a share in everything. */
        VALUE,
        MINIMUM,
        MAXIMUM
    }

    /** What the value itself shows; {@link Verdict#TAKEN} where nothing is wrong. */
    public static Verdict judge(Quantity quantity, String unit, double value) {
        if (!Double.isFinite(value)) {
            return Verdict.NOT_FINITE;
        }
        if (!unit.isEmpty() && !unit.equals(quantity.unit())) {
            return Verdict.WRONG_UNIT;
        }
        if (value < 0) {
            return Verdict.NEGATIVE;
        }
        var ofLink = quantity.ofLink();
        if (ofLink != null && (value == 0 || value > ofLink.most())) {
            return Verdict.OUT_OF_RANGE;
        }
        return quantity.kind() == Quantity.Kind.SHARE && value > 1 ? Verdict.ABOVE_ONE : Verdict.TAKEN;
    }
}
