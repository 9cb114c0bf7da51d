package io.isobar.integration.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.isobar.integration.session.LinkedBroker;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.Hello;
import io.isobar.proto.region.v1.RegionDescription;
import io.isobar.proto.region.v1.ReportEnd;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Agents connect over TCP, say hello and their full report, and are gone without a word, again and again: what a broker keeps of them
 * does not grow. A few hundred times in a build; {@code make bench-reconnect} does it 10,000 times.
 */
class ConnectCyclesTest {
    private static final int CYCLES = Integer.getInteger("isobar.reconnect.cycles", 400);
    private static final int REGIONS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Kept(long heapBytes, int threads, long descriptors) {
        /** After what nobody refers to is gone. */
        static Kept now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Kept(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system.getOpenFileDescriptorCount());
        }

        void print(int cycles) {
            System.out.printf(
                    Locale.ROOT,
                    "after %,d connections: %.1f MB of heap, %d threads, %d file descriptors%n",
                    cycles,
                    heapBytes / 1e6,
                    threads,
                    descriptors);
        }
    }

    @Test
    void whatIsKeptOfAgentsThatComeAndGoDoesNotGrow() throws Exception {
        try (var broker = new LinkedBroker();
                var agents = Executors.newVirtualThreadPerTaskExecutor()) {
            cycles(broker, agents, CYCLES / 10);
            var first = kept(broker, CYCLES / 10);
            cycles(broker, agents, CYCLES / 2);
            var second = kept(broker, CYCLES / 2);
            cycles(broker, agents, CYCLES);
            var last = kept(broker, CYCLES);

            assertThat(broker.endpoint().opened()).isEqualTo(CYCLES);
            assertThat(broker.endpoint().closed()).isEqualTo(CYCLES);
            int known = broker.ask(coordinator -> coordinator.view().regions().size());
            assertThat(known).as("regions that are known").isEqualTo(REGIONS);
            // A thread or two are those of the collector and the compiler.
            assertThat(last.threads()).as("threads").isLessThanOrEqualTo(first.threads() + 4);
            assertThat(last.descriptors()).as("file descriptors").isLessThanOrEqualTo(first.descriptors() + 4);
            if (CYCLES >= 10_000) {
                assertThat(last.heapBytes())
                        .as("heap after twice as many")
                        .isLessThan(second.heapBytes() + second.heapBytes() / 10);
            }
        }
    }

    private static Kept kept(LinkedBroker broker, int cycles) {
        await().atMost(PATIENCE).until(() -> broker.endpoint().open() == 0);
        var kept = Kept.now();
        kept.print(cycles);
        return kept;
    }

    /** Until so many were opened in all. */
    private static void cycles(LinkedBroker broker, ExecutorService agents, int until) throws Exception {
        int more = (int) (until - broker.endpoint().opened());
        var all = IntStream.range(0, REGIONS)
                .<Future<?>>mapToObj(region -> agents.submit(() -> {
                    for (int i = region; i < more; i += REGIONS) {
                        cycle(broker.port(), "region-" + region, i);
                    }
                    return null;
                }))
                .toList();
        for (var one : all) {
            one.get();
        }
    }

    private static void cycle(int port, String region, int number)
            throws ExecutionException, InterruptedException, TimeoutException {
        var welcomed = new CompletableFuture<Boolean>();
        var channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            var requests = AgentSessionServiceGrpc.newStub(channel).connect(new StreamObserver<>() {
                @Override
                public void onNext(ConnectResponse response) {
                    if (response.hasWelcome()) {
                        welcomed.complete(true);
                    }
                }

                @Override
                public void onError(Throwable broken) {
                    welcomed.completeExceptionally(broken);
                }

                @Override
                public void onCompleted() {
                    welcomed.completeExceptionally(
                            Status.CANCELLED.withDescription("ended").asException());
                }
            });
            requests.onNext(ConnectRequest.newBuilder()
                    .setHello(Hello.newBuilder()
                            .setRegion(RegionDescription.newBuilder()
                                    .setName(region)
                                    .setProvider("somebody")
                                    .setManager(ResourceManagerKind.RESOURCE_MANAGER_KIND_SIMULATED))
                            .setIncarnation(region + "-" + number)
                            .setProtocolMajor(1)
                            .setReport(1))
                    .build());
            requests.onNext(ConnectRequest.newBuilder()
                    .setReportEnd(ReportEnd.newBuilder().setReport(1))
                    .build());
            welcomed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            channel.shutdownNow();
        }
    }
}
