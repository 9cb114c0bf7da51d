package io.isobar.agent.probe;

import io.isobar.agent.endpoint.HostPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Fetches bytes from a peer over a few connections at once, and takes the time of the middle half of them. */
final class BandwidthProbe {
    static final int CONNECTIONS = 4;
    private static final int CONNECT_MS = 1_000;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int CHUNK = 64 << 10;

    private final HostPort peer;
    private final int perConnection;
    private final LongSupplier nanos;
    private final long deadline;
    private final Meter meter;

    private BandwidthProbe(HostPort peer, long bytes, LongSupplier nanos) {
        this.peer = peer;
        this.perConnection = (int) (bytes / CONNECTIONS);
        this.nanos = nanos;
        this.deadline = nanos.getAsLong() + LONGEST.toNanos();
        this.meter = new Meter((long) perConnection * CONNECTIONS);
    }

    /**
     * Bits a second, above 0. Takes little more than 20 s at most; what came in by then counts, if it is more than a quarter.
     *
     * @param bytes of all connections together
     * @throws IOException where the peer cannot be reached, gives nothing, or gives too little in time
     */
    static double of(HostPort peer, long bytes, ExecutorService threads, LongSupplier nanos)
            throws IOException, InterruptedException {
        return new BandwidthProbe(peer, bytes, nanos).measure(threads);
    }

    private double measure(ExecutorService threads) throws IOException, InterruptedException {
        List<Future<?>> fetches = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                fetches.add(threads.submit(() -> {
                    fetch();
                    return true;
                }));
            }
            for (Future<?> fetch : fetches) {
                fetch.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } finally {
            fetches.forEach(fetch -> fetch.cancel(true));
        }
        return meter.bitsPerSecond(nanos.getAsLong());
    }

    private void fetch() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(peer.resolve(), CONNECT_MS);
            socket.setSoTimeout(ProbeTime.left(deadline, nanos.getAsLong()));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ProbeFrame.ask(new DataOutputStream(socket.getOutputStream()), perConnection);
            int given = in.readInt();
            if (given != perConnection) {
                throw new IOException("it gives " + given + " bytes where " + perConnection
                        + " were asked for: isobar.agent.probes.serve-bytes of its agent is too little, or used up");
            }
            receive(in, socket);
        }
    }

    private void receive(InputStream in, Socket socket) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int left = perConnection; left > 0; ) {
                socket.setSoTimeout(ProbeTime.left(deadline, nanos.getAsLong()));
                int came = in.read(chunk, 0, Math.min(left, CHUNK));
                if (came < 0) {
                    throw new EOFException("it closed the connection " + left + " bytes before the end");
                }
                left -= came;
                meter.received(came, nanos.getAsLong());
            }
        } catch (SocketTimeoutException slow) {
            // What came in so far says how slow it is.
        }
    }

    /** When which part of all had come in. */
    private static final class Meter {
        private final long all;
        private long received;
        private long atQuarter;
        private long quarterNanos;
        private long atEnd;
        private long endNanos;

        Meter(long all) {
            this.all = all;
        }

        synchronized void received(int bytes, long now) {
            received += bytes;
            if (atQuarter == 0 && received >= all / 4) {
                atQuarter = received;
                quarterNanos = now;
            } else if (atEnd == 0 && received >= all / 4 * 3) {
                atEnd = received;
                endNanos = now;
            }
        }

        synchronized double bitsPerSecond(long now) throws IOException {
            if (atQuarter == 0 || received == atQuarter) {
                throw new IOException(received + " of " + all + " bytes came in " + LONGEST.toSeconds()
                        + " s, which is too few to tell: make isobar.agent.probes.bandwidth-bytes less");
            }
            long bytes = (atEnd == 0 ? received : atEnd) - atQuarter;
            long took = Math.max(1, (atEnd == 0 ? now : endNanos) - quarterNanos);
            return (double) bytes * 8e9 / (double) took;
        }
    }
}
