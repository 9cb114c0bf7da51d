package io.isobar.bench;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorResolver;
import io.isobar.broker.catalog.Resolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Resolutions of accelerator names a second, on one thread. The names of each kind are gone through in a shuffled order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResolverBenchmark {
    private static final AcceleratorResolver RESOLVER =
            AcceleratorCatalog.load().resolver();
    private static final List<String> DECORATED = List.of(
            "A100-SXM4-80GB-MIG-1g.10gb", "NVIDIA-L40S-SHARED", "v5p-32", "gpu:a100-80gb:8", "H100-80GB_3g.40gb");
    private static final List<String> WRONG =
            List.of("H10O", "A100-80G8", "Ascend91OB3", "RTX-4O90", "no such card", "MLU37O-X8", "MI3O0X");

    private String[] exact = {};
    private String[] ambiguous = {};
    private String[] decorated = {};
    private String[] unknown = {};
    private int at;

    /** Every name of the catalogue as it is spelled, in lower case, and with other separators. */
    @Setup
    public void names() {
        var one = new ArrayList<String>();
        var several = new ArrayList<String>();
        for (var name : RESOLVER.names()) {
            var spellings = List.of(name, name.toLowerCase(Locale.ROOT), name.replace('-', '_'));
            switch (RESOLVER.resolve(name)) {
                case Resolution.Exact _ -> one.addAll(spellings);
                case Resolution.Ambiguous _ -> several.addAll(spellings);
                case Resolution.Unknown _ -> throw new IllegalStateException(name);
            }
        }
        exact = shuffled(one);
        ambiguous = shuffled(several);
        decorated = shuffled(DECORATED);
        unknown = shuffled(WRONG);
    }

    private static String[] shuffled(List<String> names) {
        var all = new ArrayList<>(names);
        Collections.shuffle(all, new Random(7));
        return all.toArray(String[]::new);
    }

    private Resolution next(String[] names) {
        at = at + 1 < names.length ? at + 1 : 0;
        return RESOLVER.resolve(names[at]);
    }

    /** A name that is found as it is. */
    @Benchmark
    public Resolution exact() {
        return next(exact);
    }

    /** A name that means several models. */
    @Benchmark
    public Resolution ambiguous() {
        return next(ambiguous);
    }

    /** A name with a decoration, which is taken off. */
    @Benchmark
    public Resolution decorated() {
        return next(decorated);
    }

    /** A name that means nothing; the nearest are looked for. */
    @Benchmark
    public Resolution unknown() {
        return next(unknown);
    }
}
