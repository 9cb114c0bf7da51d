package io.isobar.cli.samples;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC server on loopback that answers what a test says. It can be stopped as a crash would, and started again on its port. */
public final class FakeBroker implements AutoCloseable {
    private final List<BindableService> services;
    private final ServerCredentials credentials;
    private Server server;

    public FakeBroker(BindableService... services) {
        this(InsecureServerCredentials.create(), services);
    }

    public FakeBroker(ServerCredentials credentials, BindableService... services) {
        this.services = List.of(services);
        this.credentials = credentials;
        this.server = start(0);
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    public void kill() {
        stop(server);
    }

    public void startAgain() {
        server = start(server.getPort());
    }

    @Override
    public void close() {
        stop(server);
    }

    private Server start(int port) {
        var builder =
                OkHttpServerBuilder.forPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials);
        services.forEach(builder::addService);
        try {
            return builder.build().start();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private static void stop(Server server) {
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
