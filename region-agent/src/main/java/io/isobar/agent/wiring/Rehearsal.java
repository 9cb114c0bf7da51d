package io.isobar.agent.wiring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Looks at regions as {@code discover} and {@code check} do, and serves them for a moment, against the files of {@code src/rehearsal}: so the
 * JVM learns which classes that needs, and keeps them for the next start. The API server of the Kubernetes region is in this very process. Only
 * the build calls this, with a folder that bin/make-aot-cache filled.
 */
public final class Rehearsal {
    private static final char[] PASSWORD = "rehearsal".toCharArray();
    /** Until the service has looked at its regions, and has found out that there is no broker. */
    private static final int SERVED_S = 3;

    private Rehearsal() {}

    public static void main(String... arguments) throws IOException, GeneralSecurityException {
        Path folder = Path.of(arguments[0]);
        System.setProperty(
                Main.LOCATIONS, folder.resolve("agent.properties").toUri().toString());
        HttpsServer cluster = cluster(folder);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
        int code = new Onboarding(nowhere, System.err).discover();
        if (code != Main.GOOD) {
            System.err.println("the rehearsal of \"discover\" ended with " + code);
            // Without the end in good order after which a cache is written.
            Runtime.getRuntime().halt(code);
        }
        var _ = new Onboarding(nowhere, System.err).check();
        Quarkus.run(Service.class, (_, _) -> cluster.stop(0));
    }

    /** Serves for a moment. */
    public static final class Service implements QuarkusApplication {
        @Override
        public int run(String... arguments) throws InterruptedException {
            TimeUnit.SECONDS.sleep(SERVED_S);
            return Main.GOOD;
        }
    }

    /** An API server: to a list it says what the file of that name says, and of everything else that it is not there. */
    private static HttpsServer cluster(Path folder) throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certified(folder.resolve("key.p12"))));
        server.createContext("/", exchange -> answer(exchange, folder));
        server.start();
        Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: "%s"}}]
                users: [{name: agent, user: {token: "none"}}]
                contexts: [{name: agent, context: {cluster: c, user: agent}}]
                current-context: agent
                """.formatted(
                        server.getAddress().getPort(),
                        Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("certificate.pem")))));
        return server;
    }

    private static SSLContext certified(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void answer(HttpExchange exchange, Path folder) throws IOException {
        Path asked = Path.of(exchange.getRequestURI().getPath()).getFileName();
        Path file = folder.resolve((asked == null ? "" : asked) + ".json");
        try (exchange) {
            if (!Files.exists(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Files.readAllBytes(file);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
