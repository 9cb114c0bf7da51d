package io.isobar.bench;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Time to read 10,000 workload files: by the library that the reader uses, to its events and to its nodes, and by the reader itself, to
 * checked specifications. From bytes in each case.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ManifestBenchmark {
    private static final int FILES = 10_000;

    private final Manifest manifest = new Manifest(AcceleratorCatalog.load());
    private final LoadSettings settings = LoadSettings.builder()
            .setCodePointLimit(1 << 20)
            .setSchema(new CoreSchema())
            .build();
    private final List<byte[]> files = GeneratedFiles.of(FILES, 7).stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    /** Events of the library. */
    @Benchmark
    public void yamlEvents(Blackhole out) {
        for (var file : files) {
            for (var event : new Parse(settings).parseString(new String(file, StandardCharsets.UTF_8))) {
                out.consume(event);
            }
        }
    }

    /** Nodes of the library, with what each scalar is taken for. */
    @Benchmark
    public void yamlNodes(Blackhole out) {
        for (var file : files) {
            out.consume(new Compose(settings).composeString(new String(file, StandardCharsets.UTF_8)));
        }
    }

    /** Specifications, checked and completed. */
    @Benchmark
    public void specifications(Blackhole out) {
        for (var file : files) {
            out.consume(manifest.parse(file));
        }
    }
}
