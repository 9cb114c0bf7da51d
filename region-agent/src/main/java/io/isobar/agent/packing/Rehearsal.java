package io.isobar.agent.packing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a node stays idle when the usual work comes: typical arrivals, drawn from the mix, are offered to the node in
 * several sequences, each takes what it fits, and what is idle after some of them is averaged. The fragmentation measure of FGD
 * (Weng et al., USENIX ATC 2023) is the same question for one arrival; a longer sequence also sees which remainders nothing will
 * fill, and processors that run out before devices do.
 *
 * <p>The sequences are fixed (no dice): equal mixes give equal answers. In every step the sequences together hold the mix in its
 * proportions.
 */
public final class Rehearsal {
    /** How many sequences. */
    static final int SEQUENCES = 32;
    /** After how many offers it is looked; the last is the length of a sequence. */
    private static final int[] LOOKS = {8, 32, 128};

    private static final int LENGTH = LOOKS[LOOKS.length - 1];
    /** What {@link #idle} is a multiple of. */
    public static final int SCALE = SEQUENCES * LOOKS.length;

    private static final int REMEMBERED = 1 << 17;

    private final List<WorkMix.Weighted> mix;
    private final Shape[] shapes;
    private final short[] offers;
    private final boolean[] fitsAtFirst;
    private final Map<FreeNode, Long> known = new HashMap<>();
    private int[] parts = new int[LENGTH];

    public Rehearsal(List<WorkMix.Weighted> mix) {
        this.mix = List.copyOf(mix);
        this.shapes = mix.stream().map(WorkMix.Weighted::shape).toArray(Shape[]::new);
        this.fitsAtFirst = new boolean[shapes.length];
        this.offers = shapes.length == 0 ? new short[0] : draw();
    }

    /** What is rehearsed. */
    public List<WorkMix.Weighted> mix() {
        return mix;
    }

    private short[] draw() {
        long total = mix.stream().mapToLong(WorkMix.Weighted::weight).sum();
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

    /** What stays idle of the node's devices, in thousandths of a device times {@link #SCALE}. */
    public long idle(FreeNode node) {
        long milli = node.devices().milli();
        if (milli == 0) {
            return 0;
        }
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        long idle = rehearse(node, milli);
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(node, idle);
        return idle;
    }

    private long rehearse(FreeNode node, long milli) {
        boolean any = false;
        for (int i = 0; i < shapes.length; i++) {
            fitsAtFirst[i] = node.fits(shapes[i]);
            any |= fitsAtFirst[i];
        }
        if (!any) {
            return milli * SCALE;
        }
        long sum = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            sum += play(node, milli, sequence * LENGTH);
        }
        return sum;
    }

    private long play(FreeNode node, long milli, int from) {
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
        long idle = milli;
        long sum = 0;
        int step = 0;
        for (int look : LOOKS) {
            for (; step < look && idle > 0; step++) {
                int offer = offers[from + step];
                Shape shape = shapes[offer];
                if (!fitsAtFirst[offer] || shape.millicpus() > millicpus || shape.memory() > memory) {
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
            sum += idle;
        }
        return sum;
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
