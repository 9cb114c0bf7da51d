package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WrongPortTest {
    /** An answer of HTTP/1.1, as a server gives to what it does not understand. */
    private static final byte[] REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void aServerThatSpeaksNoGrpcIsNoBroker() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuse(server));

            var run = Run.of("127.0.0.1:" + server.getLocalPort(), "", Run.NOBODY, "get", "regions");

            assertThat(run.code()).as(run.err()).isEqualTo(6);
            assertThat(run.err()).contains("127.0.0.1:" + server.getLocalPort()).contains("does not speak gRPC");
        }
    }

    private static void refuse(ServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getOutputStream().write(REFUSAL);
            } catch (IOException closed) {
                return;
            }
        }
    }
}
