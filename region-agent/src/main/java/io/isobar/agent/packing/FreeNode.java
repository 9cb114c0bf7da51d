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
            throw new IllegalArgumentException("a node is of a kind from 0 to 63 and has no negative amounts, not kind " + kind
                    + ", " + millicpus + " millicpus, memory " + memory);
        }
    }

    public boolean fits(Shape shape) {
        return (shape.kinds() >>> kind & 1) == 1
                && millicpus >= shape.millicpus()
                && memory >= shape.memory()
                && devices.fits(shape);
    }

    FreeNode with(FreeDevices left, Shape shape) {
        return new FreeNode(kind, millicpus - shape.millicpus(), memory - shape.memory(), left);
    }
}
