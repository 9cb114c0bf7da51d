package io.isobar.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.RegionName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Probes and the endpoint that answers them, over real sockets; the time that bounds go by is the test's. */
class ProbeTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MIB = 1 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong passed = new AtomicLong();
    private final ConcurrentLinkedQueue<Runnable> alarms = new ConcurrentLinkedQueue<>();
    private final LinkReadings readings = new LinkReadings();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        threads.shutdownNow();
    }

    @Test
    void measuresTheRoundTripToAPeer() throws Exception {
        prober(rules(0, 60), endpoint(60, 0)).round();

        LinkReading found = only(readings.take());
        assertThat(found.peer()).isEqualTo("west");
        assertThat(found.quantity()).isEqualTo(LinkReading.Quantity.ROUND_TRIP);
        assertThat(found.at()).isEqualTo(NOON);
        assertThat(found.minimum()).isPositive().isLessThanOrEqualTo(found.value());
        assertThat(found.maximum()).isGreaterThanOrEqualTo(found.value()).isLessThan(2);
    }

    @Test
    void measuresBandwidthWhereItIsConfiguredAndNoMoreOftenThanThat() throws Exception {
        Prober prober = prober(rules(4 * MIB, 60), endpoint(600, 64L * MIB));

        prober.round();
        assertThat(quantities(readings.take()))
                .containsExactly(LinkReading.Quantity.ROUND_TRIP, LinkReading.Quantity.BANDWIDTH);

        prober.round();
        assertThat(quantities(readings.take()))
                .as("ten minutes lie between two")
                .containsExactly(LinkReading.Quantity.ROUND_TRIP);

        passed.addAndGet(10 * MINUTE);
        prober.round();
        LinkReading bandwidth = readings.take().getLast();
        assertThat(bandwidth.quantity()).isEqualTo(LinkReading.Quantity.BANDWIDTH);
        assertThat(bandwidth.value()).as("loopback gives more than 100 Mbit/s").isGreaterThan(1e8);
    }

    @Test
    void aPeerGivesNoMoreBytesInAMinuteThanItsOwnerAllows() throws Exception {
        Prober prober = prober(rules(4 * MIB, 60), endpoint(600, 6L * MIB));
        prober.round();
        assertThat(readings.take()).hasSize(2);

        passed.addAndGet(10 * MINUTE);
        Prober another = prober(rules(4 * MIB, 60), lastEndpoint);
        prober.round();
        another.round();

        assertThat(quantities(readings.take()))
                .as("of the second bandwidth only half was left")
                .containsExactly(
                        LinkReading.Quantity.ROUND_TRIP,
                        LinkReading.Quantity.BANDWIDTH,
                        LinkReading.Quantity.ROUND_TRIP);
    }

    @Test
    void anEndpointTakesNoMoreConnectionsInAMinuteThanItsOwnerAllows() throws Exception {
        ProbeEndpoint endpoint = endpoint(1, 0);
        Prober prober = prober(rules(0, 60), endpoint);
        prober.round();
        prober.round();
        assertThat(readings.take()).as("the second was turned away").hasSize(1);
        assertThat(endpoint.turnedAway()).isEqualTo(1);

        passed.addAndGet(MINUTE);
        prober.round();
        assertThat(readings.take()).hasSize(1);
    }

    @Test
    void anEndpointServesSoManyAtATimeAndCutsOffWhoTakesTooLong() throws Exception {
        ProbeEndpoint endpoint = endpoint(600, 0);
        for (int i = 0; i < ProbeEndpoint.MOST_AT_ONCE; i++) {
            connect(endpoint);
        }
        await().until(() -> alarms.size() == ProbeEndpoint.MOST_AT_ONCE);
        Prober prober = prober(rules(0, 60), endpoint);
        prober.round();
        assertThat(readings.take()).isEmpty();

        alarms.forEach(Runnable::run);

        await().until(() -> {
            prober.round();
            return !readings.take().isEmpty();
        });
    }

    @Test
    void whoDoesNotReadWhatHeAskedForIsCutOffToo() throws Exception {
        ProbeEndpoint endpoint = endpoint(600, 64L * MIB);
        Socket idle = connect(endpoint);
        ProbeFrame.ask(new DataOutputStream(idle.getOutputStream()), (int) ProbeRules.MOST_BYTES);
        DataInputStream in = new DataInputStream(idle.getInputStream());
        assertThat(in.readInt()).isEqualTo((int) ProbeRules.MOST_BYTES);

        alarms.forEach(Runnable::run);

        long came = 0;
        try {
            came = in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            came = -1;
        }
        assertThat(came).isLessThan(ProbeRules.MOST_BYTES);
    }

    @Test
    void moreThanAProbeMayHaveIsRefused() throws Exception {
        Socket greedy = connect(endpoint(600, Long.MAX_VALUE / 2));
        ProbeFrame.ask(new DataOutputStream(greedy.getOutputStream()), (int) ProbeRules.MOST_BYTES + 1);

        DataInputStream in = new DataInputStream(greedy.getInputStream());
        assertThat(in.readInt()).isZero();
        assertThat(in.read()).as("the end").isEqualTo(-1);
    }

    @Test
    void whoSpeaksSomethingElseIsNotAnswered() throws Exception {
        Socket stranger = connect(endpoint(600, 0));
        stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        int answer;
        try {
            answer = stranger.getInputStream().read();
        } catch (SocketException reset) {
            answer = -1;
        }
        assertThat(answer).isEqualTo(-1);
    }

    @Test
    void whatIsNoEndpointHasNoRoundTrip() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(other);
        threads.execute(() -> {
            try (Socket socket = other.accept()) {
                socket.getOutputStream().write(new byte[64]);
                socket.getInputStream().readAllBytes();
            } catch (IOException closed) {
                // The test is over.
            }
        });

        prober(rules(0, 60), other.getLocalPort()).round();

        assertThat(readings.take()).isEmpty();
    }

    @Test
    void aPeerThatIsAwayHasNoReadingAndTheOthersHave() throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();

        prober(rules(0, 60), gone.getLocalPort(), endpoint(60, 0).port()).round();

        assertThat(readings.take()).hasSize(1);
    }

    @Test
    void whatIsAboveTheRateComesFirstInTheNextRound() throws Exception {
        ProbeEndpoint one = endpoint(60, 0);
        ProbeEndpoint two = endpoint(60, 0);
        ProbeEndpoint three = endpoint(60, 0);
        Prober prober = prober(rules(0, 2), one.port(), two.port(), three.port());

        prober.round();
        assertThat(peers(readings.take())).containsExactly("west", "west-1");
        prober.round();
        assertThat(readings.take()).isEmpty();
        passed.addAndGet(MINUTE);
        prober.round();
        assertThat(peers(readings.take())).containsExactly("west-2", "west");
    }

    @Test
    void whatNobodyTakesDoesNotGrow() {
        for (int i = 0; i < LinkReadings.MOST + 10; i++) {
            readings.add(new LinkReading("west", LinkReading.Quantity.ROUND_TRIP, i + 1, i + 1, i + 1, NOON));
        }

        List<LinkReading> kept = readings.take();
        assertThat(kept).hasSize(LinkReadings.MOST);
        assertThat(kept.getLast().value()).as("the newest").isEqualTo(LinkReadings.MOST + 10);
        assertThat(readings.take()).isEmpty();
    }

    private int lastEndpoint;

    private ProbeEndpoint endpoint(int rate, long bytes) throws IOException {
        ProbeEndpoint endpoint = ProbeEndpoint.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                rate,
                bytes,
                threads,
                (delay, task) -> {
                    alarms.add(task);
                    return () -> alarms.remove(task);
                },
                passed::get);
        open.add(endpoint);
        lastEndpoint = endpoint.port();
        return endpoint;
    }

    private Socket connect(ProbeEndpoint endpoint) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private Prober prober(ProbeRules rules, ProbeEndpoint endpoint) {
        return prober(rules, endpoint.port());
    }

    private Prober prober(ProbeRules rules, int... ports) {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int port : ports) {
            targets.add(new ProbeTarget(
                    new RegionName("east"),
                    targets.isEmpty() ? "west" : "west-" + targets.size(),
                    new HostPort("127.0.0.1", port)));
        }
        // What is measured takes real time; what passes besides is the test's.
        return new Prober(
                rules,
                targets,
                region -> readings,
                threads,
                () -> NOON,
                () -> passed.get() + System.nanoTime() - START,
                Duration.ZERO);
    }

    private static final long START = System.nanoTime();

    private static ProbeRules rules(long bytes, int rate) {
        return new ProbeRules(Duration.ofSeconds(30), bytes, Duration.ofMinutes(10), rate, null, 0, 0);
    }

    private static LinkReading only(List<LinkReading> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<LinkReading.Quantity> quantities(List<LinkReading> found) {
        return found.stream().map(LinkReading::quantity).toList();
    }

    private static List<String> peers(List<LinkReading> found) {
        return found.stream().map(LinkReading::peer).toList();
    }
}
