package io.isobar.standalone.engine;

import io.isobar.standalone.part.Ports;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a broker for the cluster's metadata in Kafka's own protocol: an open port is not yet a broker that serves, and a
 * broker lists itself only once the controller has admitted it. By hand, so that the launcher needs no Kafka client.
 */
final class KafkaProbe {
    private static final int TIMEOUT_MS = 1_000;
    private static final short METADATA = 3;
    private static final short VERSION = 1;
    private static final int CORRELATION = 1;
    private static final String CLIENT = "isobar-standalone";
    /** In the header 2 + 2 + 4 + 2 + the client's name, then a count of topics. */
    private static final int FIXED_BYTES = 14;

    private KafkaProbe() {}

    static boolean serves(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            ask(new DataOutputStream(socket.getOutputStream()));
            return brokers(new DataInputStream(socket.getInputStream())) > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void ask(DataOutputStream out) throws IOException {
        byte[] client = CLIENT.getBytes(StandardCharsets.UTF_8);
        out.writeInt(FIXED_BYTES + client.length);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(CORRELATION);
        out.writeShort(client.length);
        out.write(client);
        out.writeInt(0); // no topics, only the brokers
        out.flush();
    }

    private static int brokers(DataInputStream in) throws IOException {
        in.readInt(); // length
        if (in.readInt() != CORRELATION) {
            throw new IOException("the answer is not to our question");
        }
        return in.readInt();
    }
}
