package io.isobar.broker.capacity;

import java.util.List;

/**
 * What kinds of work usually come to pools of one kind of accelerator, and how often; an immutable moment of a {@link WorkMix}.
 *
 * @param kinds the most frequent first, at most {@link #MOST}; none: nothing is known of it
 */
public record UsualWork(List<Kind> kinds) {
    /** More would cost time and change little. */
    static final int MOST = 32;

    /** What the shares of all kinds sum up to. */
    public static final int WHOLE = 1_000;

    /** Nothing is known. */
    public static final UsualWork UNKNOWN = new UsualWork(List.of());

    /**
     * A kind of work.
     *
     * @param shape of one replica; takes at least one unit
     * @param share of all replicas that come, in thousandths, above 0
     */
    public record Kind(ReplicaShape shape, int share) {}

    public UsualWork {
        kinds = List.copyOf(kinds);
        int sum = kinds.stream().mapToInt(Kind::share).sum();
        if (kinds.size() > MOST || (sum != WHOLE && !kinds.isEmpty())) {
            throw new IllegalArgumentException("usual work is at most " + MOST + " kinds whose shares sum up to "
                    + WHOLE + ", not " + kinds.size() + " of " + sum);
        }
    }

    public boolean isUnknown() {
        return kinds.isEmpty();
    }

    /** The share of the work that does not fit a node where so much is free, in thousandths. */
    int shareThatDoesNotFit(long units, long millicpus, long memoryBytes) {
        int share = 0;
        // An index, for this is asked millions of times a second.
        for (int i = 0; i < kinds.size(); i++) {
            var shape = kinds.get(i).shape();
            if (shape.units() > units || shape.millicpus() > millicpus || shape.memoryBytes() > memoryBytes) {
                share += kinds.get(i).share();
            }
        }
        return share;
    }

    /** How far the two are from each other: the thousandths of the work that would have to be another kind. */
    int distanceTo(UsualWork other) {
        int sum = 0;
        for (var kind : kinds) {
            sum += Math.abs(kind.share() - other.shareOf(kind.shape()));
        }
        for (var kind : other.kinds) {
            sum += shareOf(kind.shape()) == 0 ? kind.share() : 0;
        }
        return sum / 2;
    }

    private int shareOf(ReplicaShape shape) {
        for (var kind : kinds) {
            if (kind.shape().equals(shape)) {
                return kind.share();
            }
        }
        return 0;
    }
}
