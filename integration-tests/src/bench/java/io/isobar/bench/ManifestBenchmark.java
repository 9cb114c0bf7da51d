package io.isobar.bench;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.manifest.Manifest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads 10,000 workload files three times, a hundred files each way in turn: by the library that the reader uses, to its events and to
 * its nodes, and by the reader, to checked specifications; from bytes each time. What counts is the processor time of the thread, which
 * other programs on the machine do not lengthen much.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 8)
@Measurement(iterations = 8)
public class ManifestBenchmark {
    private static final int FILES = 10_000;
    private static final int IN_TURN = 100;
    private static final long NANOS_PER_MS = 1_000_000;

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final Manifest manifest = new Manifest(AcceleratorCatalog.load());
    private final LoadSettings settings = LoadSettings.builder()
            .setCodePointLimit(1 << 20)
            .setSchema(new CoreSchema())
            .build();
    private final List<byte[]> files = GeneratedFiles.of(FILES, 7).stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    /** Milliseconds of processor time, summed up over all measured iterations. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public long eventsMs;
        public long nodesMs;
        public long specificationsMs;
    }

    /** All three ways. */
    @Benchmark
    public void read(Blackhole out, Cpu cpu) {
        long events = 0;
        long nodes = 0;
        long specifications = 0;
        for (int from = 0; from < files.size(); from += IN_TURN) {
            var part = files.subList(from, from + IN_TURN);
            events += measured(part, file -> events(file, out));
            nodes += measured(part, file -> out.consume(new Compose(settings).composeString(text(file))));
            specifications += measured(part, file -> out.consume(manifest.parse(file)));
        }
        cpu.eventsMs += events / NANOS_PER_MS;
        cpu.nodesMs += nodes / NANOS_PER_MS;
        cpu.specificationsMs += specifications / NANOS_PER_MS;
    }

    private void events(byte[] file, Blackhole out) {
        for (var event : new Parse(settings).parseString(text(file))) {
            out.consume(event);
        }
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    private long measured(List<byte[]> part, Consumer<byte[]> reading) {
        long before = clock.getCurrentThreadCpuTime();
        part.forEach(reading);
        return clock.getCurrentThreadCpuTime() - before;
    }
}
