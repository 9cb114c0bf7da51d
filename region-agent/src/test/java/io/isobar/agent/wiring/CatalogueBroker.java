package io.isobar.agent.wiring;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import io.isobar.proto.catalog.v1.SpellingMatch;
import io.isobar.proto.catalog.v1.SpellingReading;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker with a catalogue of one card and two of another name, over real gRPC; an agent session would fail there. */
final class CatalogueBroker extends CatalogServiceGrpc.CatalogServiceImplBase implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Server server;

    CatalogueBroker() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .addService(new Links())
                .build()
                .start();
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.getPort());
    }

    @Override
    public void resolveAccelerator(
            ResolveAcceleratorRequest request, StreamObserver<ResolveAcceleratorResponse> response) {
        asked.add(request.getText());
        SpellingReading.Builder reading = SpellingReading.newBuilder().setText(request.getText());
        switch (request.getText()) {
            case "A100-80GB" ->
                reading.setMatch(SpellingMatch.SPELLING_MATCH_EXACT)
                        .addAccelerators(Accelerator.newBuilder().setId("nvidia-a100-sxm4-80gb"));
            case "V100" ->
                reading.setMatch(SpellingMatch.SPELLING_MATCH_AMBIGUOUS)
                        .addAccelerators(Accelerator.newBuilder().setId("nvidia-v100-16gb"))
                        .addAccelerators(Accelerator.newBuilder().setId("nvidia-v100-32gb"));
            default -> reading.addNearest("Z100");
        }
        response.onNext(ResolveAcceleratorResponse.newBuilder()
                .setText(request.getText())
                .addReadings(reading)
                .build());
        response.onCompleted();
    }

    /** A broker of the agent's protocol and with its time. */
    private static final class Links extends RegionServiceGrpc.RegionServiceImplBase {
        @Override
        public void checkLinks(CheckLinksRequest request, StreamObserver<CheckLinksResponse> response) {
            response.onNext(CheckLinksResponse.newBuilder()
                    .setAnsweredAt(WireTime.timestamp(Instant.now()))
                    .setProtocolMajor(1)
                    .build());
            response.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
