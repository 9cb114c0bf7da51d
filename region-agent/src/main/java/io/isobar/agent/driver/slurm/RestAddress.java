package io.isobar.agent.driver.slurm;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where slurmrestd listens: {@code unix:/run/slurmrestd.socket}, or {@code http://host:6820}, or the same with https.
 *
 * @param base of all paths; of a socket, a name that nobody looks up
 * @param socket null: over the network
 */
public record RestAddress(URI base, @Nullable Path socket) {
    private static final String SOCKET = "unix:";

    /** Throws {@link IllegalArgumentException}, whose message says what would be right. */
    public static RestAddress parse(String text) {
        if (text.startsWith(SOCKET)) {
            Path path = Path.of(text.substring(SOCKET.length()));
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("'" + text + "' names no socket; write unix: and its whole path");
            }
            return new RestAddress(URI.create("http://localhost"), path);
        }
        URI base;
        try {
            base = URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address: " + e.getMessage(), e);
        }
        boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!web || base.getHost() == null || base.getRawQuery() != null || base.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address; write http://HOST:PORT, https://HOST:PORT or unix:/PATH");
        }
        return new RestAddress(base, null);
    }

    @Override
    public String toString() {
        return socket == null ? base.toString() : SOCKET + socket;
    }
}
