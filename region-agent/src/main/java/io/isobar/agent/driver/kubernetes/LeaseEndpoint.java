package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.probe.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Answers kubelets that ask whether a pod may go on: 200 it may, 503 it may not, 404 nobody knows of it. It reads the head of one GET for each
 * connection, and nothing of the agent can be seen or changed by it. Bounded in connections, of all and of one address, in what it reads
 * and in how long that takes; what is above that is closed at once.
 */
final class LeaseEndpoint implements AutoCloseable {
    static final int MOST_AT_ONCE = 512;
    static final int MOST_OF_ONE = 64;
    static final int LONGEST_HEAD = 4_096;
    /** By it a check knows that it is this agent's region that answers. */
    static final String REGION = "Isobar-Region";

    private static final System.Logger LOG = System.getLogger(LeaseEndpoint.class.getName());
    private static final int BACKLOG = 256;
    private static final int SILENCE_MS = 500;
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(200);
    /** A head comes in one piece, or in a few; so many times the silence is the longest that it takes. */
    private static final int MOST_READS = 8;

    /** What is answered; without a body, so that an answer is there whole or not at all. */
    enum Answer {
        GO_ON("200 OK"),
        STOP("503 Not Confirmed"),
        NOT_KNOWN("404 Not Found"),
        NOT_UNDERSTOOD("400 Bad Request");

        private final String status;

        Answer(String status) {
            this.status = status;
        }
    }

    private final ServerSocket server;
    private final String owner;
    private final Function<LeaseQuestion, Answer> answers;
    private final Executor threads;
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    private LeaseEndpoint(
            ServerSocket server, String owner, Function<LeaseQuestion, Answer> answers, Executor threads) {
        this.server = server;
        this.owner = owner;
        this.answers = answers;
        this.threads = threads;
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param owner of the pods
     * @param threads one for each task, as virtual ones are
     * @throws IOException where the address cannot be had
     */
    static LeaseEndpoint open(HostPort listen, String owner, Function<LeaseQuestion, Answer> answers, Executor threads)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(listen.host(), listen.port()), BACKLOG);
        } catch (IOException | RuntimeException taken) {
            server.close();
            throw new IOException(listen + " cannot be listened on (" + taken.getMessage() + ")", taken);
        }
        LeaseEndpoint endpoint = new LeaseEndpoint(server, owner, answers, threads);
        threads.execute(endpoint::accept);
        return endpoint;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (RejectedExecutionException stopping) {
                return;
            } catch (IOException trouble) {
                if (!server.isClosed() && !goesOnAfter(trouble)) {
                    return;
                }
            }
        }
    }

    /** Too many open files pass; to give up answering would end all that runs. */
    private static boolean goesOnAfter(IOException trouble) {
        LOG.log(
                System.Logger.Level.ERROR,
                "kubelets are not answered now, and stop what they run if that lasts",
                trouble);
        try {
            Thread.sleep(AFTER_TROUBLE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(Socket socket) {
        InetAddress peer = socket.getInetAddress();
        if (!slots.tryAcquire()) {
            close(socket);
            return;
        }
        open.add(socket);
        boolean few = byAddress.merge(peer, 1, Integer::sum) <= MOST_OF_ONE;
        Runnable done = () -> {
            close(socket);
            open.remove(socket);
            byAddress.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
            slots.release();
        };
        if (!few) {
            done.run();
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    answer(socket);
                } catch (IOException gone) {
                    LOG.log(System.Logger.Level.DEBUG, "kubelet not answered", gone);
                } finally {
                    done.run();
                }
            });
        } catch (RejectedExecutionException stopping) {
            done.run();
            throw stopping;
        }
    }

    private void answer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MS);
        String line = firstLine(socket.getInputStream());
        Answer answer = line.startsWith("GET ")
                ? LeaseQuestion.of(line).map(answers).orElse(Answer.NOT_KNOWN)
                : Answer.NOT_UNDERSTOOD;
        String head = "HTTP/1.1 " + answer.status + "\r\n" + REGION + ": " + owner
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
    }

    /** Of a head that was read to its end; empty: there was none. */
    private static String firstLine(InputStream in) throws IOException {
        byte[] head = new byte[LONGEST_HEAD];
        int length = 0;
        for (int reads = 0; reads < MOST_READS && length < head.length; reads++) {
            int came = in.read(head, length, head.length - length);
            if (came < 0) {
                break;
            }
            length += came;
            String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n")) {
                return text.substring(0, text.indexOf("\r\n"));
            }
        }
        return "";
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "connection not closed cleanly", alreadyGone);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "endpoint not closed cleanly", alreadyGone);
        }
        open.forEach(LeaseEndpoint::close);
    }
}
