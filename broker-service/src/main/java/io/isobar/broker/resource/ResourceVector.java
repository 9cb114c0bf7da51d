package io.isobar.broker.resource;

/**
 * What one replica needs, or one node has: accelerator units, processors and memory, together.
 *
 * @param accelerators units of whatever model is meant by the context, 0 to 2^31-1
 */
public record ResourceVector(int accelerators, Cpu cpu, Memory memory) {
    public static final ResourceVector ZERO = new ResourceVector(0, Cpu.ZERO, Memory.ZERO);

    public ResourceVector {
        if (accelerators < 0) {
            throw new QuantityException("accelerators: " + accelerators + " is negative; it must be 0 or more.");
        }
    }

    public ResourceVector plus(ResourceVector other) {
        int sum = accelerators + other.accelerators;
        if (sum < 0) {
            throw QuantityException.overflow("accelerators", accelerators, "+", other.accelerators);
        }
        return new ResourceVector(sum, cpu.plus(other.cpu), memory.plus(other.memory));
    }

    /** The difference; throws {@link QuantityException} where any part would be negative. */
    public ResourceVector minus(ResourceVector other) {
        if (other.accelerators > accelerators) {
            throw new QuantityException("accelerators: " + accelerators + " - " + other.accelerators + " is negative.");
        }
        return new ResourceVector(accelerators - other.accelerators, cpu.minus(other.cpu), memory.minus(other.memory));
    }

    public ResourceVector times(int count) {
        long product = (long) accelerators * count;
        if (product > Integer.MAX_VALUE) {
            throw QuantityException.overflow("accelerators", accelerators, "x", count);
        }
        return new ResourceVector((int) product, cpu.times(count), memory.times(count));
    }

    public boolean fitsIn(ResourceVector room) {
        return accelerators <= room.accelerators && cpu.compareTo(room.cpu) <= 0 && memory.compareTo(room.memory) <= 0;
    }
}
