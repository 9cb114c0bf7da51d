package io.isobar.agent.probe;

import io.isobar.agent.endpoint.HostPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Exchanges a few small blocks with a peer, one after the other. */
final class RoundTripProbe {
    static final int EXCHANGES = 5;
    private static final int CONNECT_MS = 1_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private RoundTripProbe() {}

    /** Seconds, all above 0. */
    record Found(double median, double minimum, double maximum) {}

    /**
     * Takes 3 s at most.
     *
     * @throws IOException where the peer cannot be reached, or does not answer in time
     */
    static Found of(HostPort peer, LongSupplier nanos) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(peer.resolve(), CONNECT_MS);
            long deadline = nanos.getAsLong() + LONGEST.toNanos();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            ProbeFrame.ask(out, 0);
            double[] took = new double[EXCHANGES];
            byte[] sent = new byte[ProbeFrame.BLOCK];
            byte[] back = new byte[ProbeFrame.BLOCK];
            for (int i = 0; i < EXCHANGES; i++) {
                Arrays.fill(sent, (byte) (i + 1));
                long start = nanos.getAsLong();
                socket.setSoTimeout(ProbeTime.left(deadline, start));
                out.write(sent);
                out.flush();
                int came = in.readNBytes(back, 0, back.length);
                took[i] = (double) Math.max(1, nanos.getAsLong() - start) / 1e9;
                if (came < back.length) {
                    throw new EOFException(i + " of " + EXCHANGES + " exchanges were answered");
                }
                if (!Arrays.equals(sent, back)) {
                    throw new IOException("it sent other bytes back than it was sent: it is no probe endpoint");
                }
            }
            Arrays.sort(took);
            return new Found(took[EXCHANGES / 2], took[0], took[EXCHANGES - 1]);
        } catch (ConnectException | SocketTimeoutException away) {
            throw away;
        } catch (SocketException | EOFException closed) {
            throw new IOException(
                    "it closed the connection (" + closed.getMessage()
                            + "): it takes no more probes at the moment, or is no probe endpoint",
                    closed);
        }
    }
}
