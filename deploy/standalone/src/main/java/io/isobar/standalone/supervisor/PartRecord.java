package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What another JVM must know to stop a part: written when it starts, so that not even a killed supervisor leaves
 * processes that nobody can find.
 *
 * @param name of the part
 * @param id of its process
 * @param signal that asks it to stop
 * @param grace how long it may take
 * @param stage in the order of the start
 */
public record PartRecord(String name, ProcessId id, Signal signal, Duration grace, Stage stage) {
    private static final String SUFFIX = ".process";

    static PartRecord of(Part part, Stage stage, ProcessId id) {
        return new PartRecord(part.name(), id, part.stopSignal(), part.stopsWithin(), stage);
    }

    void write(Home home) {
        String text = "pid=" + id.pid() + "\nstart=" + id.startTicks() + "\nboot=" + id.boot() + "\nsignal=" + signal
                + "\ngrace=" + grace.toMillis() + "\nstage=" + stage + "\n";
        Path file = home.record(name);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void delete(Home home) {
        try {
            Files.deleteIfExists(home.record(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + home.record(name), e);
        }
    }

    /** Empty when there is none, or none that makes sense. */
    public static Optional<PartRecord> read(Home home, String name) {
        try {
            Properties text = new Properties();
            text.load(new StringReader(Files.readString(home.record(name))));
            return Optional.of(new PartRecord(
                    name,
                    new ProcessId(
                            Long.parseLong(text.getProperty("pid")),
                            Long.parseLong(text.getProperty("start")),
                            text.getProperty("boot")),
                    Signal.valueOf(text.getProperty("signal")),
                    Duration.ofMillis(Long.parseLong(text.getProperty("grace"))),
                    Stage.valueOf(text.getProperty("stage"))));
        } catch (IOException absent) {
            return Optional.empty();
        } catch (IllegalArgumentException | NullPointerException damaged) {
            // By a full disk or by hand: it names no process, and the sweep by environment finds what there is.
            return Optional.empty();
        }
    }

    public static List<PartRecord> all(Home home) {
        List<PartRecord> records = new ArrayList<>();
        if (!Files.isDirectory(home.run())) {
            return records;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.run(), "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                read(home, name.substring(0, name.length() - SUFFIX.length())).ifPresent(records::add);
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + home.run(), e);
        }
    }
}
