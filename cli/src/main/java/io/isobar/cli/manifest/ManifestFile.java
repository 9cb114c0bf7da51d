package io.isobar.cli.manifest;

import com.google.protobuf.ByteString;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.text.Amounts;
import io.isobar.proto.workload.v1.WorkloadSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a workload file: text, and never more of it than the contract allows. */
public final class ManifestFile {
    /** By the contract. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final String STANDARD_INPUT = "-";

    private ManifestFile() {}

    /**
     * Reads a file; throws a {@link Problem} that says what is wrong with it.
     *
     * @param name path of the file, or "-" for standard input
     */
    public static WorkloadSource read(String name, InputStream standardInput) {
        var bytes = name.equals(STANDARD_INPUT) ? standardInput(standardInput) : file(name);
        var shown = name.equals(STANDARD_INPUT) ? "standard input" : "\"" + name + "\"";
        if (bytes.length == 0) {
            throw Problem.usage(shown + " is empty", "write a workload into it; docs/workload-file.md begins with one");
        }
        requireText(bytes, shown);
        return WorkloadSource.newBuilder()
                .setManifest(ByteString.copyFrom(bytes))
                .build();
    }

    private static byte[] standardInput(InputStream in) {
        try {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw tooLarge("standard input", "more than " + Amounts.count(MOST_BYTES));
            }
            return bytes;
        } catch (IOException failed) {
            throw Problem.usage("cannot read standard input: " + failed.getMessage(), "pipe a workload file into it");
        }
    }

    private static byte[] file(String name) {
        var shown = "\"" + name + "\"";
        try {
            var path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw Problem.usage(shown + " is a folder, not a workload file", "name a file in it");
            }
            try (var in = Files.newInputStream(path)) {
                var bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw tooLarge(
                            shown,
                            Files.isRegularFile(path)
                                    ? Amounts.count(Files.size(path))
                                    : "more than " + Amounts.count(MOST_BYTES));
                }
                return bytes;
            }
        } catch (InvalidPathException notAName) {
            throw Problem.usage(shown + " is no file name: " + notAName.getReason(), "name a workload file");
        } catch (NoSuchFileException missing) {
            throw Problem.usage("there is no file " + shown, "name a workload file, or - for standard input");
        } catch (AccessDeniedException denied) {
            throw Problem.usage("the file " + shown + " may not be read by you", "look at its permissions (ls -l)");
        } catch (IOException failed) {
            throw Problem.usage("cannot read " + shown + ": " + failed.getMessage(), "name a workload file");
        }
    }

    private static Problem tooLarge(String shown, String bytes) {
        return Problem.usage(
                shown + " has " + bytes + " bytes; a workload file has at most " + Amounts.count(MOST_BYTES),
                "is it the right file? Data and code belong into an image or a data set");
    }

    private static void requireText(byte[] bytes, String shown) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                throw Problem.usage(
                        shown + " is not text: byte " + Amounts.count(at + 1L) + " is 0",
                        "is it the right file? A workload file is YAML in UTF-8");
            }
        }
        var text = ByteBuffer.wrap(bytes);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(text);
        } catch (CharacterCodingException malformed) {
            throw Problem.usage(
                    shown + " is not UTF-8: byte " + Amounts.count(text.position() + 1L) + " belongs to no character",
                    "save it as UTF-8");
        }
    }
}
