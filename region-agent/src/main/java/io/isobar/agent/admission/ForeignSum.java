package io.isobar.agent.admission;

import io.isobar.agent.inventory.ForeignLoad;
import org.jspecify.annotations.Nullable;

/** The load of others on all nodes of a pool, kept up node by node. Of one node unknown, the sum is unknown. */
final class ForeignSum {
    private final Part units = new Part();
    private final Part millicpus = new Part();
    private final Part memoryBytes = new Part();

    private static final class Part {
        private long sum;
        private int unknown;

        void change(@Nullable Long amount, int sign) {
            if (amount == null) {
                unknown += sign;
            } else {
                sum += sign * amount;
            }
        }

        @Nullable
        Long get() {
            return unknown > 0 ? null : Long.valueOf(sum);
        }
    }

    void add(ForeignLoad load) {
        change(load, 1);
    }

    void remove(ForeignLoad load) {
        change(load, -1);
    }

    private void change(ForeignLoad load, int sign) {
        units.change(load.units(), sign);
        millicpus.change(load.millicpus(), sign);
        memoryBytes.change(load.memoryBytes(), sign);
    }

    ForeignLoad get() {
        return new ForeignLoad(units.get(), millicpus.get(), memoryBytes.get());
    }
}
