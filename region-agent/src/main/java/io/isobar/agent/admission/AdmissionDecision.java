package io.isobar.agent.admission;

/** The region's answer to a demand. */
public sealed interface AdmissionDecision {
    /**
     * The capacity is held.
     *
     * @param coveredFrom the sequence of the pool from which on its reported capacity is without it
     */
    record Admitted(Placement placement, long coveredFrom) implements AdmissionDecision {}

    /** Nothing is held and nothing was changed. */
    record Refused(Refusal refusal) implements AdmissionDecision {}
}
