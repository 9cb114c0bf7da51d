package io.isobar.bench.rounds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** First in, first out, blind to types: whoever comes next gets the first type that has room and keeps it to the end. */
final class Fifo implements Contestant {
    private final List<Integer> slots;
    private final Map<Integer, Integer> typeOf = new HashMap<>();

    Fifo(List<Integer> slots) {
        this.slots = slots;
    }

    @Override
    public int[] assign(double now, List<Queued> queue) {
        int[] types = new int[queue.size()];
        int[] free = slots.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < types.length; i++) {
            types[i] = typeOf.getOrDefault(queue.get(i).job().number(), WAITS);
            if (types[i] != WAITS) {
                free[types[i]]--;
            }
        }
        for (int i = 0; i < types.length; i++) {
            for (int type = 0; type < free.length && types[i] == WAITS; type++) {
                if (free[type] > 0) {
                    free[type]--;
                    types[i] = type;
                    typeOf.put(queue.get(i).job().number(), type);
                }
            }
        }
        return types;
    }
}
