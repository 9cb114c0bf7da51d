package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programs initdb and postgres of one version.
 *
 * @param folder where both lie
 * @param major the number that decides whether they can read a data folder
 * @param version as they print it: "15.18"
 */
record PostgresBinaries(Path folder, int major, String version) {
    /** Names the folder of the programs to use, before any that is found; or says "bundled". */
    static final String VARIABLE = "ISOBAR_POSTGRES_BIN";

    private static final String BUNDLED = "bundled";

    private static final int OLDEST = 14;
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");
    private static final Duration QUICK = Duration.ofSeconds(10);

    /**
     * The named ones, else the machine's own (search path first, then the newest installed), else the bundled ones.
     *
     * @param dataMajor the major version that made the data there are, to which the programs must belong
     * @param unpacked where the bundle goes when it is needed
     */
    static PostgresBinaries locate(Map<String, String> environment, OptionalInt dataMajor, Dist dist, Path unpacked)
            throws InterruptedException {
        List<String> seen = new ArrayList<>();
        String named = environment.get(VARIABLE);
        List<Path> folders = candidates(environment, named);
        for (Path folder : folders) {
            Optional<PostgresBinaries> found = at(folder);
            found.ifPresent(binaries -> seen.add(binaries.version + " in " + folder));
            if (found.isPresent() && found.get().reads(dataMajor)) {
                return found.get();
            }
        }
        if (named == null || named.equals(BUNDLED)) {
            Optional<PostgresBinaries> bundled = at(PostgresBundle.unpack(dist.bundledPostgres(), unpacked));
            bundled.ifPresent(binaries -> seen.add(binaries.version + " (bundled)"));
            if (bundled.isPresent() && bundled.get().reads(dataMajor)) {
                return bundled.get();
            }
        }
        throw new PartFailure("no usable PostgreSQL: "
                + (dataMajor.isPresent()
                        ? "the data were made by version " + dataMajor.getAsInt()
                        : "version " + OLDEST + " or newer is needed")
                + ", there is " + (seen.isEmpty() ? "none" : String.join(", ", seen)) + "; install it, or set "
                + VARIABLE + " to the folder of its programs"
                + (dataMajor.isPresent() ? ", or begin anew (make clean-state deletes the data)" : ""));
    }

    private static List<Path> candidates(Map<String, String> environment, @Nullable String named) {
        if (named == null) {
            return installed(environment);
        }
        return named.equals(BUNDLED) ? List.of() : List.of(Path.of(named));
    }

    Path initdb() {
        return folder.resolve("initdb");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    private boolean reads(OptionalInt dataMajor) {
        return dataMajor.isPresent() ? dataMajor.getAsInt() == major : major >= OLDEST;
    }

    private static List<Path> installed(Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        for (String entry : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(entry, "postgres");
            if (!entry.isEmpty() && Files.isExecutable(program)) {
                folders.add(realFolder(program));
            }
        }
        List<Path> versioned = new ArrayList<>();
        versioned.addAll(list(Path.of("/usr/lib/postgresql"), "[0-9]*"));
        versioned.addAll(list(Path.of("/usr"), "pgsql-[0-9]*"));
        versioned.sort(Comparator.comparingInt(PostgresBinaries::numberIn).reversed());
        versioned.forEach(version -> folders.add(version.resolve("bin")));
        return folders;
    }

    private static Optional<PostgresBinaries> at(Path folder) throws InterruptedException {
        if (!Files.isExecutable(folder.resolve("postgres")) || !Files.isExecutable(folder.resolve("initdb"))) {
            return Optional.empty();
        }
        List<String> command = List.of(folder.resolve("postgres").toString(), "--version");
        Matcher matcher =
                VERSION.matcher(Command.run(command, "", folder, QUICK).output());
        return matcher.find()
                ? Optional.of(new PostgresBinaries(folder, Integer.parseInt(matcher.group(2)), matcher.group(1)))
                : Optional.empty();
    }

    private static Path realFolder(Path program) {
        try {
            return program.toRealPath().resolveSibling("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow " + program, e);
        }
    }

    private static int numberIn(Path folder) {
        String digits = folder.getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        return found;
    }
}
