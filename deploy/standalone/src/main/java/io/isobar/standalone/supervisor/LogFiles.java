package io.isobar.standalone.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the logs small. The parts hold their logs open for appending, so a full log is copied aside and cut to nothing
 * in place; lines written between the two steps may be lost.
 */
record LogFiles(Path folder, long limitBytes) {
    static final long STANDARD_LIMIT = 20L * 1024 * 1024;

    void trim() {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > limitBytes) {
                    Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                    FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot trim the logs in " + folder, e);
        }
    }
}
