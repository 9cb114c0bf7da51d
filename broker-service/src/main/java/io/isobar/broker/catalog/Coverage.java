package io.isobar.broker.catalog;

/** Whether software covers the hardware below it, with the evidence. */
public sealed interface Coverage {
    /**
     * It does.
     *
     * @param evidence what says so: {@code sm_89 runs code for 8.6}
     */
    record Covered(String evidence) implements Coverage {}

    /**
     * It does not.
     *
     * @param why what is there and what is needed
     * @param remedy what would make it pass
     */
    record NotCovered(String why, String remedy) implements Coverage {}

    /** Nothing is known about this pair. That is not a yes. */
    record NotKnown(String why) implements Coverage {}
}
