package io.isobar.agent.probe;

import io.isobar.agent.endpoint.Listener;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executor;
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
    private static final int SILENCE_MS = 2_000;
    private static final byte[] FILLING = filling();

    private final Alarm alarm;
    private final RateLimit connections;
    private final RateLimit bytes;
    private final AtomicLong turnedAway = new AtomicLong();
    private final Listener listener;

    private ProbeEndpoint(
            InetSocketAddress address, int rate, long bytesPerMinute, Executor threads, Alarm alarm, LongSupplier nanos)
            throws IOException {
        this.alarm = alarm;
        this.connections = new RateLimit(rate, nanos);
        this.bytes = new RateLimit(bytesPerMinute, nanos);
        this.listener = Listener.open(address, new Listener.Limits(MOST_AT_ONCE, MOST_AT_ONCE), new Answers(), threads);
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
            InetSocketAddress address, int rate, long bytesPerMinute, Executor threads, Alarm alarm, LongSupplier nanos)
            throws IOException {
        return new ProbeEndpoint(address, rate, bytesPerMinute, threads, alarm, nanos);
    }

    public int port() {
        return listener.port();
    }

    /** Connections that were closed at once, as too many came. */
    public long turnedAway() {
        return turnedAway.get();
    }

    @Override
    public void close() {
        listener.close();
    }

    private final class Answers implements Listener.Talk {
        @Override
        public boolean admits() {
            return connections.takes(1);
        }

        @Override
        public void turnedAway() {
            turnedAway.incrementAndGet();
        }

        @Override
        public String withoutAnswers() {
            return "probes are not answered now";
        }

        @Override
        public void answer(Socket socket) throws IOException {
            // A write to one that does not read has no time limit of its own.
            Runnable inTime = alarm.after(LONGEST, () -> Listener.close(socket));
            try {
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
            } finally {
                inTime.run();
            }
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
