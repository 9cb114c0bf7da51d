package io.isobar.broker.telemetry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a metric a minute has counted: their numbers, by incarnation of the agent. Of an incarnation the highest
 * {@value #MOST_NUMBERS} are kept, and all below counts as seen; of incarnations the latest {@value #MOST_INCARNATIONS}.
 */
final class Seen {
    static final int MOST_NUMBERS = 128;
    static final int MOST_INCARNATIONS = 4;
    private static final int FIRST_ROOM = 6;

    private @Nullable Run latest;

    /** Of one incarnation. Few minutes see more than one: a chain is smaller than an array. */
    private static final class Run {
        final long incarnation;

        @Nullable
        Run before;
        /** All up to it count as seen. */
        long floor = Long.MIN_VALUE;

        long[] numbers;
        int count;

        Run(long incarnation, int room) {
            this.incarnation = incarnation;
            this.numbers = new long[room];
        }

        boolean add(long number) {
            if (number <= floor) {
                return false;
            }
            int at = count;
            if (count > 0 && number <= numbers[count - 1]) {
                int found = Arrays.binarySearch(numbers, 0, count, number);
                if (found >= 0) {
                    return false;
                }
                at = -found - 1;
            }
            if (count == MOST_NUMBERS) {
                // The lowest makes room; it may be this one.
                floor = at == 0 ? number : numbers[0];
                if (at > 0) {
                    System.arraycopy(numbers, 1, numbers, 0, at - 1);
                    numbers[at - 1] = number;
                }
                return true;
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.min(MOST_NUMBERS, count * 2));
            }
            System.arraycopy(numbers, at, numbers, at + 1, count - at);
            numbers[at] = number;
            count++;
            return true;
        }
    }

    /** False: it was seen. */
    boolean add(long incarnation, long number) {
        return run(incarnation).add(number);
    }

    private Run run(long incarnation) {
        for (var run = latest; run != null; run = run.before) {
            if (run.incarnation == incarnation) {
                return run;
            }
        }
        return append(new Run(incarnation, FIRST_ROOM));
    }

    private Run append(Run run) {
        run.before = latest;
        latest = run;
        var oldest = run;
        for (int i = 1; i < MOST_INCARNATIONS && oldest != null; i++) {
            oldest = oldest.before;
        }
        if (oldest != null) {
            oldest.before = null;
        }
        return run;
    }

    void write(StateWriter to) {
        int runs = 0;
        for (var run = latest; run != null; run = run.before) {
            runs++;
        }
        to.number(runs);
        write(latest, to);
    }

    /** The latest last. */
    private static void write(@Nullable Run run, StateWriter to) {
        if (run == null) {
            return;
        }
        write(run.before, to);
        to.fixed(run.incarnation);
        to.fixed(run.floor);
        to.number(run.count);
        long before = 0;
        for (int i = 0; i < run.count; i++) {
            to.number(run.numbers[i] - before);
            before = run.numbers[i];
        }
    }

    static Seen read(StateReader from) {
        var seen = new Seen();
        int runs = from.count(MOST_INCARNATIONS);
        for (int i = 0; i < runs; i++) {
            long incarnation = from.fixed();
            long floor = from.fixed();
            int count = from.count(MOST_NUMBERS);
            var run = new Run(incarnation, Math.max(count, FIRST_ROOM));
            run.floor = floor;
            long before = 0;
            for (int j = 0; j < count; j++) {
                before += from.number();
                run.numbers[j] = before;
            }
            run.count = count;
            var _ = seen.append(run);
        }
        return seen;
    }
}
