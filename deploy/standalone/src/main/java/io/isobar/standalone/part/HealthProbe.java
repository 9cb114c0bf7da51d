package io.isobar.standalone.part;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Asks a service on this machine whether it is ready. */
public final class HealthProbe {
    private static final int TIMEOUT_MS = 2_000;
    private static final int OK = 200;
    private static final int LONGEST_BODY = 4_096;

    private HealthProbe() {}

    /**
     * What the service said.
     *
     * @param ready whether it is
     * @param body the checks, or why there was no answer
     */
    public record Answer(boolean ready, String body) {
        private static final Pattern WAITS = Pattern.compile("\"waits\" ?: ?true");

        /** Whether it is a broker that waits for the lead, which another has. */
        public boolean waits() {
            return WAITS.matcher(body).find();
        }
    }

    public static Answer ask(int port) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/health/ready")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = body == null
                        ? "HTTP " + status
                        : new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
                return new Answer(status == OK, text.replaceAll("\\s+", " ").strip());
            }
        } catch (IOException notYet) {
            return new Answer(false, "");
        }
    }
}
