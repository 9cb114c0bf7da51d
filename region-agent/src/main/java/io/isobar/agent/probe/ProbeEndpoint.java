package io.isobar.agent.probe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Answers the probes of peers, on a port of its own. Bounded in connections at a time and in a minute, in how long each may take and in the
 * bytes that are given; what is above that is closed at once. It reads a frame and blocks of {@value ProbeFrame#BLOCK} bytes, and nothing of
 * the agent can be seen or changed by it.
 */
public final class ProbeEndpoint implements AutoCloseable {
    static final int MOST_AT_ONCE = 16;
    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(ProbeEndpoint.class.getName());
    private static final int BACKLOG = 16;
    private static final int SILENCE_MS = 2_000;
    private static final byte[] FILLING = filling();

    private final ServerSocket server;
    private final ExecutorService threads;
    private final Alarm alarm;
    private final RateLimit connections;
    private final RateLimit bytes;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong turnedAway = new AtomicLong();

    private ProbeEndpoint(
            ServerSocket server,
            int rate,
            long bytesPerMinute,
            ExecutorService threads,
            Alarm alarm,
            LongSupplier nanos) {
        this.server = server;
        this.threads = threads;
        this.alarm = alarm;
        this.connections = new RateLimit(rate, nanos);
        this.bytes = new RateLimit(bytesPerMinute, nanos);
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param rate connections in a minute
     * @param bytesPerMinute that are given for bandwidth; 0: none
     * @param threads one for each task, as virtual ones are
     * @param nanos time that only goes on, from any origin
     * @throws IOException where the address cannot be had
     */
    public static ProbeEndpoint open(
            InetSocketAddress address,
            int rate,
            long bytesPerMinute,
            ExecutorService threads,
            Alarm alarm,
            LongSupplier nanos)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException taken) {
            server.close();
            throw taken;
        }
        ProbeEndpoint endpoint = new ProbeEndpoint(server, rate, bytesPerMinute, threads, alarm, nanos);
        threads.execute(endpoint::accept);
        return endpoint;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Connections that were closed at once, as too many came. */
    public long turnedAway() {
        return turnedAway.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (IOException | RejectedExecutionException ended) {
                if (!server.isClosed()) {
                    LOG.log(System.Logger.Level.WARNING, "probes are answered no longer reason=" + ended.getMessage());
                    close();
                }
                return;
            }
        }
    }

    private void take(Socket socket) {
        if (!connections.takes(1) || !slots.tryAcquire()) {
            turnedAway.incrementAndGet();
            close(socket);
            return;
        }
        open.add(socket);
        // A write to one that does not read has no time limit of its own.
        Runnable inTime = alarm.after(LONGEST, () -> close(socket));
        try {
            threads.execute(() -> {
                try {
                    answer(socket);
                } catch (IOException gone) {
                    LOG.log(System.Logger.Level.DEBUG, "probe not answered", gone);
                } finally {
                    inTime.run();
                    release(socket);
                }
            });
        } catch (RejectedExecutionException stopping) {
            release(socket);
            throw stopping;
        }
    }

    private void release(Socket socket) {
        close(socket);
        open.remove(socket);
        slots.release();
    }

    private void answer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        int wanted = ProbeFrame.asked(in);
        if (wanted == 0) {
            echo(in, out);
        } else {
            give(out, wanted);
        }
    }

    private static void echo(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] block = new byte[ProbeFrame.BLOCK];
        for (int i = 0; i < ProbeFrame.MOST_EXCHANGES; i++) {
            if (in.readNBytes(block, 0, block.length) < block.length) {
                return;
            }
            out.write(block);
            out.flush();
        }
    }

    private void give(DataOutputStream out, int wanted) throws IOException {
        if (wanted > ProbeRules.MOST_BYTES || !bytes.takes(wanted)) {
            out.writeInt(0);
            return;
        }
        out.writeInt(wanted);
        for (int left = wanted; left > 0; left -= FILLING.length) {
            out.write(FILLING, 0, Math.min(left, FILLING.length));
        }
        out.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "probe not closed cleanly", alreadyGone);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "endpoint not closed cleanly", alreadyGone);
        }
        open.forEach(ProbeEndpoint::close);
    }

    /** Bytes that nothing on the way can make fewer (xorshift). */
    private static byte[] filling() {
        byte[] filling = new byte[16 << 10];
        int state = 0x2545f491;
        for (int i = 0; i < filling.length; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            filling[i] = (byte) state;
        }
        return filling;
    }
}
