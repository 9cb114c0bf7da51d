package io.isobar.broker.placement;

import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/** What quotas are counted in. */
public enum Counted {
    ACCELERATORS("accelerators") {
        @Override
        long of(Sum sum) {
            return sum.units();
        }

        @Override
        @Nullable
        Long of(Quota quota) {
            return quota.units();
        }

        @Override
        long of(Borrowing borrowing) {
            return borrowing.units();
        }

        @Override
        String print(long amount) {
            return Long.toString(amount);
        }
    },
    CPUS("cpus") {
        @Override
        long of(Sum sum) {
            return sum.millicpus();
        }

        @Override
        @Nullable
        Long of(Quota quota) {
            return quota.cpus() == null ? null : quota.cpus().millis();
        }

        @Override
        long of(Borrowing borrowing) {
            return borrowing.millicpus();
        }

        @Override
        String print(long amount) {
            return new Cpu(amount).toString();
        }
    },
    MEMORY("memory") {
        @Override
        long of(Sum sum) {
            return sum.memoryBytes();
        }

        @Override
        @Nullable
        Long of(Quota quota) {
            return quota.memory() == null ? null : quota.memory().bytes();
        }

        @Override
        long of(Borrowing borrowing) {
            return borrowing.memoryBytes();
        }

        @Override
        String print(long amount) {
            return new Memory(amount).toString();
        }
    };

    /** As limits are counted: there is none. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    /** As in the keys of the configuration. */
    final String key;

    Counted(String key) {
        this.key = key;
    }

    abstract long of(Sum sum);

    /** Null: no limit. */
    @Nullable
    abstract Long of(Quota quota);

    abstract long of(Borrowing borrowing);

    abstract String print(long amount);

    /** One of each. */
    interface Each {
        long of(Counted counted);
    }

    static Sum sum(Each each) {
        return new Sum(each.of(ACCELERATORS), each.of(CPUS), each.of(MEMORY));
    }

    /** Amounts that are not negative; no limit and anything is no limit. */
    static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? NO_LIMIT : sum;
    }
}
