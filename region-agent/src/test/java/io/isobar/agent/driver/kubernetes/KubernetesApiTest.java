package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire between the client and an API server, here one that says what it is told to. */
class KubernetesApiTest {
    private static final int NODES = 2_000;

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> encodings = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private KubernetesApi api;
    private volatile boolean compresses;
    private volatile UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: none}}]
                """.formatted(server.getAddress().getPort()));
        KubernetesAccess access = new KubernetesAccess(kubeconfig, null, Duration.ofSeconds(20));
        api = new KubernetesApi(access.connect(), "isobar", Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        api.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        encodings.add(String.valueOf(asked));
        byte[] plain = exchange.getRequestURI().getPath().endsWith("/version")
                ? "{\"major\":\"1\",\"minor\":\"33\",\"gitVersion\":\"v1.33.1\"}".getBytes(StandardCharsets.UTF_8)
                : nodes();
        boolean zips = compresses && "gzip".equals(asked);
        if (zips) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(onTheWay.apply(zips ? zipped(plain) : plain));
        }
    }

    private static byte[] nodes() {
        return IntStream.range(0, NODES)
                .mapToObj("{\"metadata\":{\"name\":\"n%1$d\",\"labels\":{\"rack\":\"r%1$d\"}}}"::formatted)
                .collect(Collectors.joining(
                        ",", "{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    private void readsAllNodes() {
        List<ClusterNode> nodes = api.nodes();
        assertThat(nodes).extracting(ClusterNode::name).startsWith("n0", "n1").hasSize(NODES);
        assertThat(nodes.getLast().labels()).containsEntry("rack", "r" + (NODES - 1));
    }

    @Test
    void readsListsThatComeCompressed() {
        compresses = true;
        readsAllNodes();
        assertThat(encodings).containsExactly("gzip");
    }

    @Test
    void readsListsOfAServerThatDoesNotCompress() {
        readsAllNodes();
    }

    @Test
    void asksForNothingElseInCompressedForm() {
        assertThat(api.version().minor()).isEqualTo(33);
        assertThat(encodings).containsExactly("null");
    }

    @Test
    void concludesNothingFromAListOfWhichTheEndIsMissing() {
        compresses = true;
        onTheWay = bytes -> Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(api::nodes).isInstanceOf(KubernetesUnavailableException.class);
    }

    @Test
    void concludesNothingFromAListThatIsDamaged() {
        compresses = true;
        onTheWay = bytes -> {
            Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 64, (byte) 0xff);
            return bytes;
        };
        assertThatThrownBy(api::nodes).isInstanceOf(KubernetesUnavailableException.class);
    }

    @Test
    void writesWholeWhatItDoesNotRead() {
        String pod = """
                {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","command":["run"],\
                "env":[{"name":"A","value":"b"}],"volumeMounts":[{"name":"v","mountPath":"/v"}],\
                "livenessProbe":{"periodSeconds":3}}],"volumes":[{"name":"v","emptyDir":{}}],\
                "tolerations":[{"key":"t"}]}}""";
        var written = Unread.serialization().asJson(Serialization.unmarshal(pod, Pod.class));
        assertThat(written)
                .contains(
                        "\"command\"",
                        "\"env\"",
                        "\"volumeMounts\"",
                        "\"volumes\"",
                        "\"tolerations\"",
                        "\"livenessProbe\"");

        var read = Unread.serialization().unmarshal(pod, Pod.class);
        var container = read.getSpec().getContainers().getFirst();
        assertThat(container.getEnv()).isEmpty();
        assertThat(container.getCommand()).isEmpty();
        assertThat(container.getLivenessProbe().getPeriodSeconds()).isEqualTo(3);
        assertThat(read.getSpec().getVolumes()).isEmpty();
    }
}
