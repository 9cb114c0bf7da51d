package io.isobar.agent.packing;

import java.util.Arrays;

/** What is free of a node's devices: how many are untouched, and what is left of those that are shared. Immutable. */
public final class FreeDevices {
    private static final int[] NONE = {};

    private final int whole;
    /** Thousandths, 1 to 999, least first; which device it is does not matter for what fits. */
    private final int[] parts;

    private FreeDevices(int whole, int[] parts) {
        this.whole = whole;
        this.parts = parts;
    }

    /** So many untouched devices. */
    public static FreeDevices whole(int devices) {
        if (devices < 0) {
            throw new IllegalArgumentException("a node has 0 or more devices, not " + devices);
        }
        return new FreeDevices(devices, NONE);
    }

    /**
     * Devices by what is left of each.
     *
     * @param milli thousandths, 0 to 1,000
     */
    public static FreeDevices of(int... milli) {
        int whole = 0;
        int[] parts = new int[milli.length];
        int count = 0;
        for (int left : milli) {
            if (left < 0 || left > Shape.WHOLE) {
                throw new IllegalArgumentException("0 to 1000 thousandths of a device can be left, not " + left);
            }
            if (left == Shape.WHOLE) {
                whole++;
            } else if (left > 0) {
                parts[count++] = left;
            }
        }
        int[] sorted = Arrays.copyOf(parts, count);
        Arrays.sort(sorted);
        return new FreeDevices(whole, sorted);
    }

    public int untouched() {
        return whole;
    }

    /** How many devices are shared and have something left. */
    public int shared() {
        return parts.length;
    }

    /** What is left of a shared one, in thousandths; the least comes first. */
    public int part(int index) {
        return parts[index];
    }

    /** All that is free, in thousandths of a device. */
    public long milli() {
        long sum = (long) Shape.WHOLE * whole;
        for (int part : parts) {
            sum += part;
        }
        return sum;
    }

    boolean fits(Shape shape) {
        if (shape.takesPartOfADevice()) {
            return whole > 0 || (parts.length > 0 && parts[parts.length - 1] >= shape.milli());
        }
        return whole >= shape.devices();
    }

    long times(Shape shape, int atMost) {
        if (shape.devices() == 0) {
            return atMost;
        }
        if (!shape.takesPartOfADevice()) {
            return whole / shape.devices();
        }
        long times = (long) whole * (Shape.WHOLE / shape.milli());
        for (int part : parts) {
            times += part / shape.milli();
        }
        return times;
    }

    FreeDevices withoutWhole(int devices) {
        return devices == 0 ? this : new FreeDevices(whole - devices, parts);
    }

    /** Takes a part of a device of which so much is left; 1,000 means an untouched one. */
    FreeDevices withoutPart(int left, int milli) {
        if (left == Shape.WHOLE) {
            int[] more = Arrays.copyOf(parts, parts.length + 1);
            more[parts.length] = Shape.WHOLE - milli;
            Arrays.sort(more);
            return new FreeDevices(whole - 1, more);
        }
        int[] changed = parts.clone();
        int at = Arrays.binarySearch(changed, left);
        changed[at] -= milli;
        Arrays.sort(changed);
        return new FreeDevices(whole, changed[0] == 0 ? Arrays.copyOfRange(changed, 1, changed.length) : changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FreeDevices that && whole == that.whole && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
        return 31 * whole + Arrays.hashCode(parts);
    }

    @Override
    public String toString() {
        return whole + " untouched and " + Arrays.toString(parts);
    }
}
