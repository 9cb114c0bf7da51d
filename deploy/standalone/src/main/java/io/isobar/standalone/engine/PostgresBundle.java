package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL that comes with Isobar, for machines that have none. */
final class PostgresBundle {
    private static final int OWNER_MAY_EXECUTE = 0100;

    private PostgresBundle() {}

    /** Unpacks it once and returns the folder of its programs, which is absent when there is no bundle. */
    static Path unpack(Path bundle, Path target) {
        Path programs = target.resolve("bin");
        if (Files.isDirectory(programs) || !Files.isDirectory(bundle)) {
            return programs;
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(bundle, "*.txz")) {
            for (Path archive : archives) {
                extract(archive, partial);
            }
            if (Files.isDirectory(partial)) {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return programs;
        } catch (IOException e) {
            throw new PartFailure("cannot unpack the bundled PostgreSQL from " + bundle + " to " + target, e);
        }
    }

    private static void extract(Path archive, Path target) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(file))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry " + entry.getName() + " leads out of the archive");
                }
                write(entry, entries, path);
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            createFolder(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            createFolder(parent);
        }
        Files.deleteIfExists(path);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        }
    }

    private static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Readable for the account that runs it, whatever the user's umask is. */
    private static Set<PosixFilePermission> permissions(int mode) {
        return PosixFilePermissions.fromString((mode & OWNER_MAY_EXECUTE) != 0 ? "rwxr-xr-x" : "rw-r--r--");
    }
}
