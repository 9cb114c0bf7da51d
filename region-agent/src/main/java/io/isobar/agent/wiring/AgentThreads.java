package io.isobar.agent.wiring;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.isobar.agent.driver.simulated.Timers;
import io.isobar.agent.endpoint.HostPort;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** All threads that the agent makes, and what runs on them. */
final class AgentThreads implements AutoCloseable {
    private static final int MAX_MESSAGE = 4 << 20;
    private static final int NETWORK_THREADS = 2;

    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("isobar-", 0).factory());
    private final ExecutorTimers timers = new ExecutorTimers();
    private final EventLoopGroup network = new NioEventLoopGroup(
            NETWORK_THREADS,
            Thread.ofPlatform().name("isobar-network-", 0).daemon().factory());

    /** Each task on a virtual thread of its own. */
    ExecutorService blocking() {
        return blocking;
    }

    Timers timers() {
        return timers;
    }

    /** A thread of the platform, for a region's loop: it forces files, and it must not wait behind others. */
    static Thread loop(String region, Runnable task) {
        return Thread.ofPlatform().name("isobar-region-" + region).daemon().start(task);
    }

    ManagedChannel dial(HostPort address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .executor(blocking)
                .eventLoopGroup(network)
                .channelType(NioSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    @Override
    public void close() {
        timers.close();
        blocking.shutdownNow();
        network.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1_000);
    }
}
