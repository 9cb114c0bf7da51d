package io.isobar.agent.inventory;

/**
 * Amounts that are known: what one replica takes.
 *
 * @param units accelerator units, 0 to 65,536
 * @param millicpus processor thousandths, not negative
 * @param memoryBytes not negative
 */
public record Resources(int units, long millicpus, long memoryBytes) {
    public static final int MAX_UNITS = 65_536;
    public static final Resources NONE = new Resources(0, 0, 0);

    public Resources {
        if (units < 0 || units > MAX_UNITS || millicpus < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("amounts must be 0 or more and units at most " + MAX_UNITS + ", not "
                    + units + " units, " + millicpus + " millicpus, " + memoryBytes + " bytes");
        }
    }
}
