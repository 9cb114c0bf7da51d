package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.WorkProgress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogCopyTest {
    private record Entry(Instant at, String text) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the API server answers from the second of a position on. */
    private static byte[] answer(List<Entry> log, LogPosition position) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Instant since =
                position.newest() == null ? Instant.MIN : position.newest().truncatedTo(ChronoUnit.SECONDS);
        for (Entry entry : log) {
            if (!entry.at().isBefore(since)) {
                answer.writeBytes(bytes(entry.at() + " "));
                answer.writeBytes(bytes(entry.text()));
            }
        }
        return answer.toByteArray();
    }

    private static List<Entry> log(Random random) {
        List<Entry> log = new ArrayList<>();
        Instant at = Instant.parse("2026-11-29T12:00:00Z");
        for (int i = 0; i < 60; i++) {
            // Several entries may have the same time, and a runtime cuts long ones into entries of their own.
            at = random.nextInt(3) == 0 ? at : at.plusNanos(random.nextLong(900_000_000L));
            if (random.nextInt(12) == 0) {
                log.add(new Entry(
                        at, Character.toString('a' + random.nextInt(3)).repeat(16_384)));
            }
            log.add(new Entry(at, "x".repeat(random.nextInt(40)) + i + "\n"));
            if (random.nextInt(6) == 0) {
                log.add(new Entry(at, "steps=" + i + (random.nextBoolean() ? " total=60" : "") + "\n"));
            }
        }
        log.add(new Entry(at, "no end of line"));
        return log;
    }

    @Test
    void copiesEachEntryOnceHoweverOftenAnAnswerBreaksOff() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Entry> log = log(random);
            String whole = log.stream()
                    .map(Entry::text)
                    .filter(text -> !text.startsWith("steps="))
                    .collect(Collectors.joining());
            long last = log.stream()
                    .map(Entry::text)
                    .filter(text -> text.startsWith("steps="))
                    .mapToLong(text -> Long.parseLong(text.replaceFirst("(?s)steps=(\\d+).*", "$1")))
                    .reduce(-1, (first, second) -> second);
            long said = -1;
            ByteArrayOutputStream copied = new ByteArrayOutputStream();
            LogPosition position = LogPosition.START;
            for (int round = 0; round < 12; round++) {
                LogCopy copy = new LogCopy(LogPosition.parse(position.toString()));
                byte[] answer = answer(log, position);
                int end = round == 11 ? answer.length : random.nextInt(answer.length + 1);
                for (int at = 0; at < end; ) {
                    int length = Math.min(end - at, 1 + random.nextInt(5_000));
                    copied.writeBytes(copy.take(Arrays.copyOfRange(answer, at, at + length), length));
                    at += length;
                }
                if (round == 11) {
                    copied.writeBytes(copy.end());
                }
                WorkProgress progress = copy.takeSaid();
                said = progress == null ? said : progress.steps();
                position = copy.position();
                assertThat(position.length()).as("seed %s", seed).isEqualTo(copied.size());
            }
            assertThat(copied.toString(StandardCharsets.UTF_8))
                    .as("seed %s", seed)
                    .isEqualTo(whole);
            assertThat(said).as("seed %s", seed).isEqualTo(last);
        }
    }

    private static String copied(LogCopy copy, String... answers) {
        StringBuilder copied = new StringBuilder();
        for (String answer : answers) {
            copied.append(new String(copy.take(bytes(answer), answer.length()), StandardCharsets.UTF_8));
        }
        return copied.append(new String(copy.end(), StandardCharsets.UTF_8)).toString();
    }

    @Test
    void takesOutWhatSaysHowFarTheWorkIsAndNothingElse() {
        LogCopy copy = new LogCopy(LogPosition.START);
        String at = "2026-11-29T12:00:00.5Z ";

        assertThat(copied(
                        copy,
                        at + "one\n" + at + "steps=7\n" + at + "steps=8, loss=0.1\n" + at + "total=9\n" + at + "ste",
                        "ps=40 tot",
                        "al=100\n" + at + "two steps=50\n" + at + "steps=" + "1".repeat(70) + "\n" + at + "steps",
                        " of iron\n"))
                .isEqualTo(
                        "one\nsteps=8, loss=0.1\ntotal=9\ntwo steps=50\nsteps=" + "1".repeat(70) + "\nsteps of iron\n");
        assertThat(copy.takeSaid()).isEqualTo(new WorkProgress(40, 100L, Instant.parse("2026-11-29T12:00:00.5Z")));
        assertThat(copy.takeSaid()).isNull();
    }

    @Test
    void aLastLineWithoutAnEndIsOne() {
        LogCopy copy = new LogCopy(LogPosition.START);
        LogCopy other = new LogCopy(LogPosition.START);

        assertThat(copied(copy, "2026-11-29T12:00:00Z steps=41")).isEmpty();
        assertThat(copy.takeSaid()).isEqualTo(new WorkProgress(41, null, Instant.parse("2026-11-29T12:00:00Z")));
        assertThat(copied(other, "2026-11-29T12:00:00Z steps=")).isEqualTo("steps=");
        assertThat(other.takeSaid()).isNull();
    }

    @Test
    void leavesOutWhatTheKubeletSaysItself() {
        LogCopy copy = new LogCopy(LogPosition.START);
        byte[] answer = bytes("""
                unable to retrieve container logs for docker://abc
                2026-11-29T12:00:00.5Z one
                failed to watch file "/var/log/x": gone
                2026-11-29T20:00:01+08:00 two
                """);

        assertThat(new String(copy.take(answer, answer.length), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void leavesATimeInTheMiddleOfALineWhereItIs() {
        LogCopy copy = new LogCopy(LogPosition.START);
        String line = "at 2026-11-29T12:00:00Z it began\n";
        byte[] answer = bytes("2026-11-29T12:00:00.5Z " + line);

        assertThat(new String(copy.take(answer, answer.length), StandardCharsets.UTF_8))
                .isEqualTo(line);
    }
}
