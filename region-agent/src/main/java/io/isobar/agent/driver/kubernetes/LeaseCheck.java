package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.endpoint.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whether the agent's answers to kubelets come out where these are to ask; asked from the agent's own host. Changes nothing. */
final class LeaseCheck {
    private static final String LINK = "lease";
    private static final int PATIENCE_MS = 3_000;

    private LeaseCheck() {}

    static LinkCheck run(KubernetesSettings.LeaseSettings settings, String owner, Executor threads) {
        String name = settings.address().toString();
        String answer;
        try (Listener _ = mine(settings, owner, threads)) {
            answer = ask(settings);
        } catch (IOException away) {
            return LinkCheck.bad(
                    LINK,
                    name,
                    "does not answer: " + away.getMessage(),
                    "kubernetes.lease.address must lead to kubernetes.lease.listen, " + settings.listen()
                            + ", of this agent (a Service, a firewall, a NetworkPolicy)");
        }
        if (!answer.contains(LeaseEndpoint.REGION + ": " + owner + "\r\n")) {
            return LinkCheck.bad(
                    LINK,
                    name,
                    "something else answers than this region's agent: "
                            + answer.lines().findFirst().orElse("nothing"),
                    "give every region a kubernetes.lease.address of its own");
        }
        LeaseProbe probe = LeaseProbe.of(settings);
        return LinkCheck.good(
                LINK,
                name,
                "answers from here, and must from every node; without an answer for "
                        + probe.spares().toSeconds() + " to "
                        + (probe.failures() * probe.every() + probe.timeout())
                        + " s a node stops what it runs, and nothing runs after "
                        + probe.stopsWithin().toSeconds() + " s");
    }

    /** Unless the agent runs, and answers itself. */
    private static @Nullable Listener mine(KubernetesSettings.LeaseSettings settings, String owner, Executor threads) {
        try {
            return LeaseEndpoint.open(settings.listen(), owner, question -> LeaseEndpoint.Answer.NOT_KNOWN, threads);
        } catch (IOException taken) {
            return null;
        }
    }

    private static String ask(KubernetesSettings.LeaseSettings settings) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            settings.address().host(), settings.address().port()),
                    PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream()
                    .write(("GET /lease/0/check HTTP/1.1\r\nHost: " + settings.address()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(
                    socket.getInputStream().readNBytes(LeaseEndpoint.LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        }
    }
}
