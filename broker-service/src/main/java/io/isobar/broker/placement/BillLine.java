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
        COMPUTE(true),
        DATA(true),
        WAITING(false),
        FAILURE(true),
        CARBON(false),
        /** A credit: its amount is negative. */
        LEARNING(false),
        STRANDING(false);

        private final boolean paid;

        Term(boolean paid) {
            this.paid = paid;
        }

        /** Whether somebody is charged for it; else it only weighs in the choice. */
        public boolean isPaid() {
            return paid;
        }
    }

    /** How well a figure is known. */
    public enum Basis {
        /** From an offer or the workload file. */
        DECLARED,
        MEASURED,
        ESTIMATED
    }
}
