package io.isobar.standalone.part;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * TCP ports of the loopback address. All chosen ports lie below the range from which Linux takes the ports of outgoing
 * connections: a client that retries a server which is down could otherwise connect to itself and keep the port.
 */
public final class Ports {
    public static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_700;
    private static final int TRIES = 200;

    private Ports() {}

    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The first free port from this one on. */
    public static int freeFrom(int first) {
        return IntStream.range(first, first + TRIES)
                .filter(Ports::free)
                .findFirst()
                .orElseThrow(() -> new PartFailure("none of the " + TRIES + " ports from " + first + " on is free"));
    }

    /** A free port, another one each time: for engines of tests that run side by side. */
    public static int anyFree() {
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST, HIGHEST)
                .filter(Ports::free)
                .findFirst()
                .orElseThrow(() -> new PartFailure("no free port between " + LOWEST + " and " + HIGHEST));
    }
}
