package io.isobar.cli.shell;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A standard stream: UTF-8 whatever the locale, and a failure to write is noticed. */
public final class Outlet {
    private final OutputStream stream;

    public Outlet(OutputStream stream) {
        this.stream = stream;
    }

    /** Nobody reads the stream any more; there is nothing left to do, and nothing to tell. */
    public static final class Closed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Closed(IOException cause) {
            super(cause);
        }
    }

    public void line(String line) {
        text(line + "\n");
    }

    public void lines(List<String> lines) {
        if (!lines.isEmpty()) {
            text(String.join("\n", lines) + "\n");
        }
    }

    /** As it is, without an end of line. */
    public void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes and flushes; throws {@link Closed} or a {@link Problem}. */
    public void bytes(byte[] bytes) {
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException failed) {
            var why = String.valueOf(failed.getMessage());
            if (why.contains("Broken pipe")) {
                throw new Closed(failed);
            }
            throw new Problem(
                    ExitCode.FAILED, "cannot write the output: " + why, "look at where the output is written to");
        }
    }
}
