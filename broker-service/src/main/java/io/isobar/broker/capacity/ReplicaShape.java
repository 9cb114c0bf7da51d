package io.isobar.broker.capacity;

/**
 * What one replica takes on its node.
 *
 * @param units accelerator units, not negative
 * @param millicpus processor thousandths, not negative
 * @param memoryBytes not negative
 */
public record ReplicaShape(int units, long millicpus, long memoryBytes) {
    public ReplicaShape {
        if (units < 0 || millicpus < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("a replica takes nothing negative: " + units + " units, " + millicpus
                    + "m, " + memoryBytes + " bytes");
        }
    }
}
