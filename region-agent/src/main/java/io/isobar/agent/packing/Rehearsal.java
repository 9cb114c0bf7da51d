package io.isobar.agent.packing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a node's devices is stranded, given the work that usually comes. Two questions, summed:
 *
 * <ul>
 *   <li>Now: what can the next arrival not use? This is the fragmentation measure of FGD (Weng et al., USENIX ATC 2023): all that
 *       is free where the arrival does not fit, else what is left on devices too full for it; averaged over the mix. It keeps
 *       nodes whole for large work.
 *   <li>Later: what stays idle when many arrivals have been offered to the node and each has taken what it fits? Typical arrivals
 *       are drawn from the mix in several sequences and the rest is averaged. It sees remainders that nothing will fill, and
 *       processors that run out before devices do.
 * </ul>
 *
 * <p>The sequences are fixed (no dice): equal mixes give equal answers. In every step the sequences together hold the mix in its
 * proportions.
 */
public final class Rehearsal {
    /** How many sequences. */
    private static final int SEQUENCES = 16;
    /** How many arrivals each. */
    private static final int LENGTH = 32;
    /** How much what is stranded now counts against what will be. Measured on openb, as the two above: docs/adr/0012. */
    private static final int NOW = 2;
    /** What {@link #stranded} is a multiple of. */
    public static final int SCALE = SEQUENCES * (NOW + 1);

    private static final int REMEMBERED = 1 << 15;

    private final List<WorkMix.Weighted> mix;
    private final Shape[] shapes;
    private final long total;
    private final short[] offers;
    private final boolean[] fitsAtFirst;
    private final Map<FreeNode, Long> known = new HashMap<>();
    private int[] parts = new int[LENGTH];

    public Rehearsal(List<WorkMix.Weighted> mix) {
        this.mix = List.copyOf(mix);
        this.shapes = mix.stream().map(WorkMix.Weighted::shape).toArray(Shape[]::new);
        this.total = mix.stream().mapToLong(WorkMix.Weighted::weight).sum();
        this.fitsAtFirst = new boolean[shapes.length];
        this.offers = shapes.length == 0 ? new short[0] : draw();
    }

    private short[] draw() {
        short[] drawn = new short[SEQUENCES * LENGTH];
        long state = 0;
        int[] order = new int[SEQUENCES];
        for (int step = 0; step < LENGTH; step++) {
            for (int i = 0; i < SEQUENCES; i++) {
                int j = (int) Long.remainderUnsigned(scramble(++state), i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            double shift = (scramble(++state) >>> 11) * 0x1p-53;
            for (int i = 0; i < SEQUENCES; i++) {
                drawn[i * LENGTH + step] = at((order[i] + shift) / SEQUENCES * total);
            }
        }
        return drawn;
    }

    private short at(double quantile) {
        long sum = 0;
        for (short i = 0; i < shapes.length; i++) {
            sum += mix.get(i).weight();
            if (quantile < sum) {
                return i;
            }
        }
        return (short) (shapes.length - 1);
    }

    /** The finaliser of SplitMix64: a fixed table of scattered numbers. */
    private static long scramble(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** What is stranded of the node's devices, in thousandths of a device times {@link #SCALE}; never more than is free. */
    public long stranded(FreeNode node) {
        long free = node.devices().milli();
        if (free == 0 || shapes.length == 0) {
            return 0;
        }
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        long stranded = now(node, free) + later(node, free);
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(node, stranded);
        return stranded;
    }

    /** Notes which shapes fit at all, too. */
    private long now(FreeNode node, long free) {
        FreeDevices devices = node.devices();
        long sum = 0;
        for (int i = 0; i < shapes.length; i++) {
            fitsAtFirst[i] = node.fits(shapes[i]);
            long unusable = free;
            if (fitsAtFirst[i]) {
                unusable = 0;
                for (int d = 0; d < devices.shared() && devices.part(d) < shapes[i].milli(); d++) {
                    unusable += devices.part(d);
                }
            }
            sum += mix.get(i).weight() * unusable;
        }
        return SEQUENCES * NOW * sum / total;
    }

    private long later(FreeNode node, long free) {
        long sum = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            sum += play(node, free, sequence * LENGTH);
        }
        return sum;
    }

    /** One sequence; returns what is idle at its end. */
    private long play(FreeNode node, long free, int from) {
        FreeDevices devices = node.devices();
        int whole = devices.untouched();
        int shared = devices.shared();
        if (parts.length < shared + LENGTH) {
            parts = new int[2 * (shared + LENGTH)];
        }
        for (int i = 0; i < shared; i++) {
            parts[i] = devices.part(i);
        }
        long millicpus = node.millicpus();
        long memory = node.memory();
        long idle = free;
        for (int step = from; step < from + LENGTH && idle > 0; step++) {
            Shape shape = shapes[offers[step]];
            if (!fitsAtFirst[offers[step]] || shape.millicpus() > millicpus || shape.memory() > memory) {
                continue;
            }
            if (shape.milli() == Shape.WHOLE) {
                if (shape.devices() > whole) {
                    continue;
                }
                whole -= shape.devices();
            } else {
                int fullest = fullestThatFits(shared, shape.milli());
                if (fullest >= 0) {
                    parts[fullest] -= shape.milli();
                } else if (whole > 0) {
                    whole--;
                    parts[shared++] = Shape.WHOLE - shape.milli();
                } else {
                    continue;
                }
            }
            millicpus -= shape.millicpus();
            memory -= shape.memory();
            idle -= (long) shape.devices() * shape.milli();
        }
        return idle;
    }

    private int fullestThatFits(int shared, int milli) {
        int best = -1;
        for (int i = 0; i < shared; i++) {
            if (parts[i] >= milli && (best < 0 || parts[i] < parts[best])) {
                best = i;
            }
        }
        return best;
    }
}
