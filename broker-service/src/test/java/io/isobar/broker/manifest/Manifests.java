package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.workload.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Workload files for tests, and what the parser says of them. */
final class Manifests {
    static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    static final Manifest MANIFEST = new Manifest(CATALOG);
    static final String ENVELOPE = "apiVersion: isobar/v1\nkind: Workload\nmetadata: { name: x }\n";
    static final String VARIANT = "  variants: [ { stack: cpu, command: [ \"true\" ] } ]\n";
    static final String CUDA = "  variants: [ { stack: cuda, command: [ \"true\" ] } ]\n";

    private Manifests() {}

    static WorkloadSpec parse(String text) {
        return MANIFEST.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole file with these lines below spec. */
    static String with(String... lines) {
        return ENVELOPE + "spec:\n" + VARIANT + below(lines);
    }

    static String withAccelerators(String... lines) {
        return ENVELOPE + "spec:\n" + CUDA + below(lines);
    }

    private static String below(String... lines) {
        return String.join(
                "", List.of(lines).stream().map(line -> "  " + line + "\n").toList());
    }

    static Failure refused(byte[] file) {
        return catchThrowableOfType(Failure.class, () -> MANIFEST.parse(file));
    }

    static Failure refused(String text) {
        return refused(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> problems(Failure failure) {
        return failure.violations().stream().map(Violation::toString).toList();
    }
}
