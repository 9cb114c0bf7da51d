package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.Work;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.endpoint.Listener;
import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kubelet hears that asks whether a pod may go on, over real sockets. */
class LeaseEndpointTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String POD = "isobar-abc-w-1-1-0";
    private static final Lease.Terms TERMS = new Lease.Terms(Duration.ofSeconds(60), Duration.ofSeconds(50), 0);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Duration sinceBoot = Duration.ofSeconds(1_000);
    private final Lease lease = new Lease(() -> sinceBoot, Duration.ofSeconds(48));
    private KubernetesAttempt attempt;
    private int port;
    private Listener endpoint;

    @BeforeEach
    void open() throws IOException {
        Work work = PodMakerTest.work(new AttemptId("w-1-1"));
        attempt = new KubernetesAttempt(work, new AttemptFolder(folder, 2));
        lease.agree(TERMS, sinceBoot);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Confirmations confirmations = new Confirmations(
                "abc", lease, id -> id.value().equals("w-1-1") ? Optional.of(attempt) : Optional.empty(), () -> NOW);
        endpoint = LeaseEndpoint.open(new HostPort("127.0.0.1", port), "abc", confirmations::answer, threads);
    }

    @AfterEach
    void close() {
        endpoint.close();
        threads.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String ask(String head) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nUser-Agent: kube-probe/1.20\r\nConnection: close\r\n\r\n");
    }

    @Test
    void saysThatItMayGoOnWhileThereIsTimeToStopIt() throws IOException {
        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 0");
        assertThat(attempt.lastConfirmed(0)).isEqualTo(NOW);
        assertThat(attempt.lastConfirmed(1)).isNull();

        sinceBoot = Duration.ofSeconds(1_059);
        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 200");
        // One that was made when more time was promised.
        assertThat(get("/lease/52/" + POD)).startsWith("HTTP/1.1 503");
        sinceBoot = Duration.ofSeconds(1_060);
        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 503");
    }

    @Test
    void saysNoAsSoonAsAFenceStands() throws IOException {
        lease.fenced(1);

        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 503");
        assertThat(attempt.lastConfirmed(0)).isNull();
    }

    @Test
    void saysNoOfWhatIsToEnd() throws IOException {
        attempt.intend(new Intent.Stop(Duration.ZERO));

        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 503");
    }

    @Test
    void knowsNothingOfOthers() throws IOException {
        for (String path : List.of(
                "/",
                "/lease/48/isobar-abc-w-2-1-0",
                "/lease/48/isobar-other-w-1-1-0",
                "/lease/48/isobar-abc-w-1-1-2",
                "/lease/48/isobar-abc-w-1-1-99999999999",
                "/lease/48/isobar-abc-",
                "/lease/48/isobar-abc-w.1-1-0",
                "/lease/48/isobar-abc--1-0",
                "/lease/48/isobar-abc-" + "w".repeat(200) + "-0",
                "/lease/999999/" + POD,
                "/lease/-1/" + POD,
                "/lease/48/" + POD + "?x")) {
            assertThat(get(path)).as(path).startsWith("HTTP/1.1 404");
        }
        attempt.over = true;
        assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 404");
    }

    @Test
    void understandsNothingButGet() throws IOException {
        assertThat(ask("POST /lease/48/" + POD + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("x".repeat(LeaseEndpoint.LONGEST_HEAD))).startsWith("HTTP/1.1 400");
    }

    @Test
    void whoSaysNothingHoldsUpNobodyAndIsLetGo() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < LeaseEndpoint.MOST_OF_ONE; i++) {
                silent.add(connect());
            }
            for (Socket one : silent) {
                assertThat(one.getInputStream().readAllBytes()).isEmpty();
            }
            assertThat(get("/lease/48/" + POD)).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
    }

    @Test
    void theQuestionIsTheFirstLine() {
        assertThat(LeaseQuestion.of("GET /lease/7/" + POD + " HTTP/1.1"))
                .contains(new LeaseQuestion(Duration.ofSeconds(7), POD));
        assertThat(LeaseQuestion.of("GET /lease/7/" + POD)).isEmpty();
    }
}
