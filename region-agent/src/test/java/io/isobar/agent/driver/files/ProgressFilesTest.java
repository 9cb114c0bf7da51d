package io.isobar.agent.driver.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.WorkProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressFilesTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant NOW = WRITTEN.plusSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'steps=1234\n', 1234,",
        "'steps=1234', 1234,",
        "'steps=7\ntotal=90\n', 7, 90",
        "'steps = 7, total = 90\n', 7, 90",
        "'total=90\nsteps=1\nsteps=2\nsteps=3\n', 3, 90",
        "'epoch 3 loss=0.2 steps=30 substeps=9\n', 30,",
        "'steps=0\n', 0,",
        "'steps=5 total=0\n', 5,"
    })
    void theLastOfEachCounts(String text, long steps, Long total) throws IOException {
        write(0, text);

        assertThat(read(1)).contains(new WorkProgress(steps, total, WRITTEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "steps=\n",
                "steps=-3\n",
                "steps=1e6\n",
                "steps=99999999999999999999\n",
                "laststeps=4\n"
            })
    void whatIsNoNumberOfStepsSaysNothing(String text) throws IOException {
        write(0, text);

        assertThat(read(1)).isEmpty();
    }

    @Test
    void ofALineThatIsBeingWrittenTheOneBeforeCounts() throws IOException {
        write(0, "steps=100\nsteps=10");

        assertThat(read(1)).map(WorkProgress::steps).contains(100L);
    }

    @Test
    void aGangIsAsFarAsAllThatSaySomething() throws IOException {
        write(0, "steps=30\ntotal=90\n");
        write(2, "steps=20\ntotal=90\n");

        assertThat(read(3)).contains(new WorkProgress(20, 90L, WRITTEN));
    }

    @Test
    void whereThereIsNoFileNothingIsSaid() {
        assertThat(read(3)).isEmpty();
    }

    @Test
    void nothingIsDatedLaterThanItIsSeen() throws IOException {
        write(0, "steps=3\n");
        Files.setLastModifiedTime(file(0), FileTime.from(NOW.plusSeconds(3_600)));

        assertThat(read(1)).map(WorkProgress::at).contains(NOW);
    }

    @Test
    void aFileThatOnlyGrowsIsReadAtItsEndAndEmptied() throws IOException {
        var text = new StringBuilder();
        for (int step = 1; text.length() <= ProgressFiles.LONGEST_FILE; step++) {
            text.append("steps=").append(step).append('\n');
        }
        long last = text.toString().lines().count();
        write(0, text.toString());

        assertThat(read(1)).map(WorkProgress::steps).contains(last);
        assertThat(file(0)).isEmptyFile();

        Files.writeString(file(0), "steps=" + (last + 1) + "\n", StandardOpenOption.APPEND);
        assertThat(read(1)).map(WorkProgress::steps).contains(last + 1);
    }

    private Path file(int replica) {
        return folder.resolve(Integer.toString(replica));
    }

    private void write(int replica, String text) throws IOException {
        Files.writeString(file(replica), text);
        Files.setLastModifiedTime(file(replica), FileTime.from(WRITTEN));
    }

    private Optional<WorkProgress> read(int replicas) {
        return ProgressFiles.read(replicas, this::file, NOW);
    }

    @Test
    @Timeout(60)
    void passesOverAPipeAndALink() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path real = Files.writeString(folder.resolve("real"), "steps=1\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        assertThat(ProgressFiles.read(1, replica -> pipe, Instant.EPOCH)).isEmpty();
        assertThat(ProgressFiles.read(1, replica -> link, Instant.EPOCH)).isEmpty();
    }
}
