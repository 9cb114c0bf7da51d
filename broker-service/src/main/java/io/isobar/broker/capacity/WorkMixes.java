package io.isobar.broker.capacity;

import java.util.HashMap;
import java.util.Map;

/** What was asked for of each kind of accelerator. Of more kinds than there can be in a catalogue, the last are not counted. */
final class WorkMixes {
    static final int MOST_KINDS = 1_024;

    private final Map<AcceleratorKind, WorkMix> mixes = new HashMap<>();

    /** True: what is usual has become another one. */
    boolean saw(AcceleratorKind kind, ReplicaShape shape, int replicas) {
        var mix = mixes.get(kind);
        if (mix == null) {
            if (mixes.size() >= MOST_KINDS) {
                return false;
            }
            mix = new WorkMix();
            mixes.put(kind, mix);
        }
        return mix.saw(shape, replicas);
    }

    UsualWork usual(PoolFacts facts) {
        var kind = AcceleratorKind.of(facts);
        var mix = kind == null ? null : mixes.get(kind);
        return mix == null ? UsualWork.UNKNOWN : mix.usual();
    }
}
