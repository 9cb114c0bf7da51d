package io.isobar.bench.placement;

import io.isobar.broker.placement.Arrivals;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.PlacementIndex;
import io.isobar.broker.placement.Replay;
import io.isobar.broker.replay.InputsCodec;
import io.isobar.broker.wire.DecisionCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What it takes to write decisions as the thread that commits does, over 10,000 pools: the record as JSON, and the inputs by which it can be taken
 * again; and to take it again. Each is measured by itself, many times over the same decisions, by the clock of the thread's processor.
 */
final class RecordBenchmark {
    private static final int POOLS = 10_000;
    private static final int SHAPES = 100;
    private static final int DECISIONS = 2_000;
    private static final int ROUNDS = 12;

    private RecordBenchmark() {}

    private record Written(Decision decision, Asked asked) {}

    public static void main(String[] arguments) {
        var decisions = decisions();
        var codec = new InputsCodec(SyntheticFederation.CATALOG, "bench");
        var json = measure(
                "record, JSON",
                decisions,
                one -> DecisionCodec.toJson(DecisionCodec.toProto("w-0000000001-1", "w-0000000001", one.decision()))
                        .length());
        var inputs = measure("inputs", decisions, one -> codec.toBytes(one.decision()).length);
        measure(
                "read and taken again",
                decisions,
                one -> Replay.of(codec.fromBytes(
                                codec.toBytes(one.decision()), one.asked().spec()))
                        .candidates()
                        .size());
        System.out.printf(Locale.ROOT, "inputs to record: %.0f %% of the time%n", 100 * inputs / json);
    }

    private static List<Written> decisions() {
        var federation = new SyntheticFederation(POOLS, 1);
        var book = federation.book();
        var index = new PlacementIndex(Decider.engine(), book);
        var mix = new RequestMix(SHAPES, 2);
        var decisions = new ArrayList<Written>();
        while (decisions.size() < DECISIONS) {
            var spec = mix.next();
            Arrivals.came(spec, book);
            var asked = new Asked(spec, Set.of(), Set.of());
            var decision = index.decide(asked, SyntheticFederation.START.plusMillis(decisions.size()));
            if (decision.placed()) {
                var chosen = decision.chosen();
                book.deduct("a-" + decisions.size(), chosen.pool(), chosen.shape(), chosen.replicas());
                decisions.add(new Written(decision, asked));
            }
        }
        return decisions;
    }

    /** Microseconds of one, the least of all rounds: the first ones compile. */
    private static double measure(String what, List<Written> decisions, ToIntFunction<Written> write) {
        double least = Double.MAX_VALUE;
        long sum = 0;
        int most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            sum = 0;
            long begin = threadNanos();
            for (var one : decisions) {
                int size = write.applyAsInt(one);
                sum += size;
                most = Math.max(most, size);
            }
            least = Math.min(least, (threadNanos() - begin) / 1e3 / decisions.size());
        }
        System.out.printf(
                Locale.ROOT, "%-22s %6.1f us, mean size %,d, most %,d%n", what, least, sum / decisions.size(), most);
        return least;
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
