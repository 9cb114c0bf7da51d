package io.isobar.agent.packing;

/**
 * What is free on a node. Equal nodes are interchangeable.
 *
 * @param kind 0 to 63, so that shapes can name the kinds that they run on
 * @param millicpus thousandths of processors; 0 where it is not known
 * @param memory in the unit that the shapes use; 0 where it is not known
 */
public record FreeNode(int kind, long millicpus, long memory, FreeDevices devices) {
    public FreeNode {
        if (kind < 0 || kind > 63 || millicpus < 0 || memory < 0) {
            throw new IllegalArgumentException("a node is of a kind from 0 to 63 and has no negative amounts, not kind "
                    + kind + ", " + millicpus + " millicpus, memory " + memory);
        }
    }

    public boolean fits(Shape shape) {
        return (shape.kinds() >>> kind & 1) == 1
                && millicpus >= shape.millicpus()
                && memory >= shape.memory()
                && devices.fits(shape);
    }

    /** How many replicas of the shape fit here at once, at most so many. */
    int times(Shape shape, int atMost) {
        if ((shape.kinds() >>> kind & 1) == 0) {
            return 0;
        }
        long times = Math.min(atMost, devices.times(shape, atMost));
        times = shape.millicpus() == 0 ? times : Math.min(times, millicpus / shape.millicpus());
        times = shape.memory() == 0 ? times : Math.min(times, memory / shape.memory());
        return (int) times;
    }

    /**
     * The node when the shape, which fits, has been placed.
     *
     * @param left what is now left of the device of which a part is taken, 1,000 for an untouched one; not looked at where the
     *     shape takes no part of a device
     */
    public FreeNode without(Shape shape, int left) {
        FreeDevices rest = shape.takesPartOfADevice()
                ? devices.withoutPart(left, shape.milli())
                : devices.withoutWhole(shape.devices());
        return new FreeNode(kind, millicpus - shape.millicpus(), memory - shape.memory(), rest);
    }
}
