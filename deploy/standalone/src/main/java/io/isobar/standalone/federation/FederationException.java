package io.isobar.standalone.federation;

import java.nio.file.Path;
import java.util.List;

/** A federation file that cannot be used. Names every problem found, not only the first. */
public final class FederationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FederationException(Path file, List<String> problems) {
        super(file + (problems.size() == 1 ? ": " : ":\n  ") + String.join("\n  ", problems));
    }
}
