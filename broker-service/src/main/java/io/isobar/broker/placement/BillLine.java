package io.isobar.broker.placement;

import io.isobar.broker.resource.Money;

/**
 * One line of a bill.
 *
 * @param detail how the amount comes about, with the numbers
 */
public record BillLine(Term term, Money amount, Basis basis, String detail) {
    /** What a line is for. */
    public enum Term {
        COMPUTE,
        DATA,
        WAITING,
        FAILURE,
        CARBON,
        STRANDING
    }

    /** How well a figure is known. */
    public enum Basis {
        /** From an offer or the workload file. */
        DECLARED,
        MEASURED,
        ESTIMATED
    }
}
