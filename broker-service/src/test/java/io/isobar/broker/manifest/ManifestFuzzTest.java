package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.resource.SeededCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ManifestFuzzTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "  ",
            "\t",
            "\"",
            "'",
            "|\n",
            ">",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "<<: ",
            "---\n",
            "...\n",
            "%",
            "@",
            "`",
            "#",
            "?",
            "null",
            "~",
            "true",
            "-1",
            "0",
            "9223372036854775808",
            "1e400",
            ".nan",
            "\0",
            "\u001B",
            "é",
            "算",
            "😀",
            "\uFEFF",
            "\\ud83d",
            "\\0",
            "512",
            "5m",
            "NaN",
            "=",
            "..",
            "+",
            "x".repeat(300));

    @Test
    void answersEveryDamagedFileWithASpecificationOrAFailure() throws IOException {
        var files = ExamplesTest.files().stream().map(ManifestFuzzTest::read).toList();
        SeededCases.check(3_000, random -> {
            var file = files.get(random.nextInt(files.size()));
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                file = damaged(file, random);
            }
            try {
                assertThat(MANIFEST.parse(file)).isNotNull();
            } catch (Failure refused) {
                assertThat(refused.violations()).isNotEmpty().hasSizeLessThan(102);
                assertThat(refused.violations()).allSatisfy(violation -> {
                    assertThat(violation.toString()).hasSizeLessThan(3_000);
                    assertThat(violation.toString().chars().noneMatch(Character::isISOControl))
                            .as(violation.toString())
                            .isTrue();
                });
            }
        });
    }

    private static byte[] damaged(byte[] file, RandomGenerator random) {
        int from = random.nextInt(file.length + 1);
        int to = Math.min(file.length, from + random.nextInt(random.nextBoolean() ? 4 : 60));
        var out = new ByteArrayOutputStream();
        out.write(file, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
            case 1 -> out.write(random.nextInt(256));
            case 2 -> {
                int other = random.nextInt(file.length + 1);
                out.write(file, other, Math.min(file.length - other, random.nextInt(80)));
            }
            default -> {}
        }
        int rest = random.nextBoolean() ? to : from;
        out.write(file, rest, file.length - rest);
        return out.toByteArray();
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
