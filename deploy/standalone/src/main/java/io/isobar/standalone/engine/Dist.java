package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the build put together: lib (the launcher), kafka-libs, postgres.
 *
 * <p>Found by the system property {@code isobar.dist}, else beside this class: it runs from dist/lib/*.jar, from
 * target/classes, or from the jar that a module of the same build depends on.
 */
public record Dist(Path folder) {
    public static final String PROPERTY = "isobar.dist";

    public static Dist locate() {
        return Stream.concat(
                        Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).stream(),
                        besideThisClass().stream())
                .filter(folder -> Files.isDirectory(folder.resolve("kafka-libs")))
                .findFirst()
                .map(Dist::new)
                .orElseThrow(() -> new PartFailure("the launcher's own files (kafka-libs) were not found in "
                        + besideThisClass() + "; build the module deploy/standalone (make build), or set -D" + PROPERTY
                        + " to its folder target/dist"));
    }

    public Path kafkaLibraries() {
        return folder.resolve("kafka-libs");
    }

    public Path bundledPostgres() {
        return folder.resolve("postgres");
    }

    private static List<Path> besideThisClass() {
        try {
            Path code = Path.of(Dist.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path parent = Objects.requireNonNull(code.getParent(), "code in the root folder");
            return List.of(parent.resolve("dist"), parent.resolveSibling("dist"), parent.resolve(".."));
        } catch (URISyntaxException e) {
            return List.of();
        }
    }
}
