package io.isobar.broker.wiring;

import io.isobar.broker.ledger.Contender;
import io.isobar.broker.resource.DurationText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** For how long the lead is taken, read and checked. */
final class LeadershipConfiguration {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private LeadershipConfiguration() {}

    static Duration lease(BrokerConfiguration.Leadership leadership) {
        var lease = DurationText.parse(leadership.lease());
        if (lease.compareTo(LEAST) < 0 || lease.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "isobar.broker.leadership.lease must be 1s to 1m, is " + leadership.lease());
        }
        return lease;
    }

    /**
     * This broker, as others reach it.
     *
     * @param name no other running broker has it
     * @param httpHost where its REST API listens
     */
    static Contender contender(String name, BrokerConfiguration configuration, String httpHost, int httpPort) {
        var leadership = configuration.leadership();
        var grpc = configuration.grpc();
        return new Contender(
                name,
                leadership.grpcAddress().orElseGet(() -> reachable(grpc.host()) + ":" + grpc.port()),
                leadership.restAddress().orElseGet(() -> "http://" + reachable(httpHost) + ":" + httpPort));
    }

    /** Who listens on all addresses is reached by its host's name. */
    private static String reachable(String host) {
        try {
            var named = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostName()
                    : named;
        } catch (UnknownHostException unnamed) {
            return host;
        }
    }
}
