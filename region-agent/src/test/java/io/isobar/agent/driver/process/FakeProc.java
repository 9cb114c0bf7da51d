package io.isobar.agent.driver.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Files as the kernel shows them under /proc, of a machine with eight processors. */
final class FakeProc {
    static final int PROCESSORS = 8;
    static final long GIB = 1L << 30;

    private final Path folder;

    FakeProc(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** So many ticks since the machine started. */
    FakeProc processors(long busy, long idle) {
        StringBuilder text = new StringBuilder("cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\n");
        for (int i = 0; i < PROCESSORS; i++) {
            text.append("cpu").append(i).append(" 1 2 3 4 5 6 7 8 0 0\n");
        }
        write("stat", text + "intr 1 2 3\n");
        return this;
    }

    FakeProc memory(long total, long available) {
        write(
                "meminfo",
                "MemTotal:       " + (total >> 10) + " kB\nMemFree: 1 kB\nMemAvailable:   " + (available >> 10)
                        + " kB\n");
        return this;
    }

    /** Ticks are its own and of its children that were waited for. */
    FakeProc process(
            long pid, long parent, long session, long ticks, long childTicks, long memory, String environment) {
        write(
                pid + "/stat",
                pid + " (a (bad) name) S " + parent + " " + pid + " " + session + " 0 -1 0 0 0 0 0 " + ticks + " 0 "
                        + childTicks + " 0 20 0 1 0 " + (pid * 10) + " 0 0\n");
        write(pid + "/environ", environment.replace(' ', '\0') + "\0");
        write(pid + "/status", "Name:\tx\nRssAnon:\t" + (memory >> 10) + " kB\nRssFile:\t999 kB\nRssShmem:\t0 kB\n");
        return this;
    }

    FakeProc without(long pid) {
        try (var files = Files.walk(folder.resolve(Long.toString(pid)))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
