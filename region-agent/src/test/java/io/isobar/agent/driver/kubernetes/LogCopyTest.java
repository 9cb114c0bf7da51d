package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

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
        }
        log.add(new Entry(at, "no end of line"));
        return log;
    }

    @Test
    void copiesEachEntryOnceHoweverOftenAnAnswerBreaksOff() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Entry> log = log(random);
            String whole = log.stream().map(Entry::text).collect(Collectors.joining());
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
                position = copy.position();
                assertThat(position.length()).as("seed %s", seed).isEqualTo(copied.size());
            }
            assertThat(copied.toString(StandardCharsets.UTF_8))
                    .as("seed %s", seed)
                    .isEqualTo(whole);
        }
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
