package io.isobar.integration.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Consumer;

/**
 * A workload file with something wrong.
 *
 * @param name of the case
 * @param named what the error must say
 */
record BadFile(String name, String named, Consumer<Path> writer) {
    private static final String GOOD = """
            apiVersion: isobar/v1
            kind: Workload
            metadata: { name: bad }
            spec:
              replicas: 1
              resources: { cpus: 1, memory: 64Mi }
              variants: [ { stack: cpu, command: [ "true" ] } ]
            """;

    static BadFile[] all() {
        return new BadFile[] {
            edited("an unknown field", "replicaz", "replicas: 1", "replicaz: 1"),
            edited("a wrong type", "replicas", "replicas: 1", "replicas: many"),
            edited("a list for a map", "resources", "{ cpus: 1, memory: 64Mi }", "[ 1, 2 ]"),
            edited("negative replicas", "replicas", "replicas: 1", "replicas: -1"),
            edited("memory without a unit", "memory", "64Mi", "512"),
            edited("memory in milli", "memory", "64Mi", "1024m"),
            edited("full-width digits", "memory", "64Mi", "\"\uFF16\uFF14Mi\""),
            edited(
                    "2^63 cards",
                    "accelerators",
                    "cpus: 1,",
                    "cpus: 1, accelerators: \"A100-80GB:9223372036854775808\","),
            text("an empty file", "empty", ""),
            text("nothing but comments", "apiVersion", "# nothing\n"),
            text("two documents", "document", GOOD + "---\n" + GOOD),
            text("no YAML", "YAML", "{ [ }"),
            new BadFile(
                    "a binary file", "text", path -> write(path, new byte[] {0x7f, 'E', 'L', 'F', 0, 1, (byte) 0xfe})),
            new BadFile("a file of 100 MB", "1", BadFile::hundredMegabytes),
            text("a bomb of aliases", "alias", bomb()),
            text("a bomb of brackets", "", "a: " + "[".repeat(100_000)),
            name("a name with a slash", "a/b"),
            name("a name with a newline", "a\\nb"),
            name("a name with quotes", "a\\\"b'c"),
            name("a name of 10,000 characters", "x".repeat(10_000)),
            name("an empty name", ""),
        };
    }

    private static BadFile edited(String name, String named, String good, String bad) {
        if (!GOOD.contains(good)) {
            throw new IllegalArgumentException("the good file has no " + good);
        }
        return text(name, named, GOOD.replace(good, bad));
    }

    private static BadFile name(String name, String bad) {
        return edited(name, "name", "name: bad", "name: \"" + bad + "\"");
    }

    private static BadFile text(String name, String named, String text) {
        return new BadFile(name, named, path -> write(path, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Nine levels of nine aliases each: a billion items when they are followed. */
    private static String bomb() {
        var text = new StringBuilder("a0: &a0 [ x, x, x, x, x, x, x, x, x ]\n");
        for (int level = 1; level < 10; level++) {
            var alias = "*a" + (level - 1);
            text.append("a%d: &a%d [ %s ]%n".formatted(level, level, String.join(", ", Collections.nCopies(9, alias))));
        }
        return text.toString();
    }

    private static void hundredMegabytes(Path path) {
        var line = ("# " + "x".repeat(997) + "\n").getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(path)) {
            for (int i = 0; i < 100_000; i++) {
                out.write(line);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path path, byte[] content) {
        try {
            Files.write(path, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
