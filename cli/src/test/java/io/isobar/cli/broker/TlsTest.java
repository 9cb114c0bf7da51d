package io.isobar.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Run;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder = Path.of("");

    private Path certificate = Path.of("");
    private FakeBroker broker = new FakeBroker();

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        broker.close();
        certificate = folder.resolve("broker.pem");
        var key = folder.resolve("broker.key");
        makeCertificate(key);
        broker = new FakeBroker(TlsServerCredentials.create(certificate.toFile(), key.toFile()), new OneRegion());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static final class OneRegion extends RegionServiceImplBase {
        @Override
        public void listRegions(ListRegionsRequest request, StreamObserver<ListRegionsResponse> answer) {
            answer.onNext(ListRegionsResponse.newBuilder()
                    .addRegions(Records.region("local"))
                    .build());
            answer.onCompleted();
        }
    }

    private void makeCertificate(Path key) throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve("store.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Files.writeString(
                key, pem("PRIVATE KEY", keys.getKey("broker", PASSWORD).getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("broker").getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    @Test
    void connectsWhereTheCertificateIsSignedByTheOneGiven() {
        var run = Run.of(broker, "get", "regions", "-o", "name", "--tls-ca", certificate.toString());
        assertThat(run.out()).isEqualTo("local\n");
    }

    @Test
    void saysWhichFileOfCertificatesCannotBeRead() {
        var run = Run.of(
                broker, "get", "regions", "--tls-ca", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--tls-ca").contains("none");
    }
}
