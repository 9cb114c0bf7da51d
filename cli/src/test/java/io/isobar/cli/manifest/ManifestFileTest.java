package io.isobar.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
    @TempDir
    private Path folder = Path.of("");

    /** As /dev/zero is, and counts what was read of it. */
    private static final class Endless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 'x';
        }

        @Override
        public int read(byte[] into, int from, int most) {
            Arrays.fill(into, from, from + most, (byte) 'x');
            read += most;
            return most;
        }
    }

    private static Problem refused(String name, InputStream input) {
        return catchThrowableOfType(Problem.class, () -> ManifestFile.read(name, input));
    }

    private Problem refused(byte[] content) throws IOException {
        var file = folder.resolve("workload.yaml");
        Files.write(file, content);
        return refused(file.toString(), InputStream.nullInputStream());
    }

    @Test
    void readsAFileAsItIs() throws IOException {
        var file = folder.resolve("天气.yaml");
        Files.writeString(file, "name: 天气\n");
        assertThat(ManifestFile.read(file.toString(), InputStream.nullInputStream())
                        .getManifest()
                        .toStringUtf8())
                .isEqualTo("name: 天气\n");
    }

    @Test
    void refusesAHundredMegabytesWithTheSizeAndWithoutReadingThem() throws IOException {
        var file = folder.resolve("big");
        try (var big = new RandomAccessFile(file.toFile(), "rw")) {
            big.setLength(100L << 20);
        }
        var problem = refused(file.toString(), InputStream.nullInputStream());
        assertThat(problem.what()).contains("104,857,600").contains("1,048,576");
        assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void readsNoMoreThanItMayOfAnEndlessInput() {
        var endless = new Endless();
        assertThat(refused("-", endless).what()).contains("more than 1,048,576");
        assertThat(endless.read).isEqualTo(ManifestFile.MOST_BYTES + 1);
    }

    @Test
    void takesExactlyTheMostBytes() {
        var input = new ByteArrayInputStream("x".repeat(ManifestFile.MOST_BYTES).getBytes(StandardCharsets.UTF_8));
        assertThat(ManifestFile.read("-", input).getManifest().size()).isEqualTo(ManifestFile.MOST_BYTES);
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        assertThat(refused(new byte[] {'a', 0, 'b'}).what()).contains("byte 2 is 0");
        assertThat(refused(new byte[] {'a', 'b', (byte) 0xC3, '('}).what()).contains("byte 3");
        assertThat(refused(new byte[0]).what()).contains("is empty");
    }

    @Test
    void refusesFoldersAndFilesThatAreNotThere() {
        assertThat(refused(folder.toString(), InputStream.nullInputStream()).what())
                .contains("is a folder");
        assertThat(refused(folder.resolve("none").toString(), InputStream.nullInputStream())
                        .what())
                .contains("there is no file");
        assertThatThrownBy(() -> ManifestFile.read("a\0b", InputStream.nullInputStream()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no file name");
    }
}
