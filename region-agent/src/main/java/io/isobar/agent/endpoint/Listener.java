package io.isobar.agent.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes connections, and has each answered by a thread of its own. Bounded in how many there are at a time, of all and of one address; what is
 * above that is closed at once. What keeps it from taking any, as too many open files do, passes: it goes on until it is closed.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final int BACKLOG = 256;
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(200);

    private final ServerSocket server;
    private final Limits limits;
    private final Talk talk;
    private final Executor threads;
    private final Semaphore slots;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is bounded: connections at a time, of all and of one address; both at least 1. */
    public record Limits(int atOnce, int ofOne) {}

    /** What is done with connections. Calls may come from several threads. */
    public interface Talk {
        /** Whether it takes one more; else that is closed at once. */
        default boolean admits() {
            return true;
        }

        /** One was closed at once. */
        default void turnedAway() {}

        /** Answers it; it is closed afterwards, whatever comes of it. */
        void answer(Socket socket) throws IOException;

        /** In a sentence: what it means that no connection can be taken. */
        String withoutAnswers();
    }

    private Listener(ServerSocket server, Limits limits, Talk talk, Executor threads) {
        this.server = server;
        this.limits = limits;
        this.talk = talk;
        this.threads = threads;
        this.slots = new Semaphore(limits.atOnce());
    }

    /**
     * Listens and answers until it is closed.
     *
     * @param threads one for each task, as virtual ones are
     * @throws IOException where the address cannot be had; the message names it
     */
    public static Listener open(InetSocketAddress address, Limits limits, Talk talk, Executor threads)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException taken) {
            server.close();
            throw new IOException(
                    address.getHostString() + ":" + address.getPort() + " cannot be listened on (" + taken.getMessage()
                            + ")",
                    taken);
        }
        Listener listener = new Listener(server, limits, talk, threads);
        threads.execute(listener::accept);
        return listener;
    }

    public int port() {
        return server.getLocalPort();
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

    private boolean goesOnAfter(IOException trouble) {
        LOG.log(System.Logger.Level.ERROR, talk.withoutAnswers(), trouble);
        try {
            return !closed.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(Socket socket) {
        if (!talk.admits() || !slots.tryAcquire()) {
            talk.turnedAway();
            close(socket);
            return;
        }
        open.add(socket);
        if (byAddress.merge(socket.getInetAddress(), 1, Integer::sum) > limits.ofOne()) {
            talk.turnedAway();
            release(socket);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    talk.answer(socket);
                } catch (IOException gone) {
                    LOG.log(System.Logger.Level.DEBUG, "connection not answered", gone);
                } finally {
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
        byAddress.computeIfPresent(socket.getInetAddress(), (address, count) -> count == 1 ? null : count - 1);
        slots.release();
    }

    /** Whoever reads or writes there hears that it is gone. */
    public static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "connection not closed cleanly", alreadyGone);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException alreadyGone) {
            LOG.log(System.Logger.Level.DEBUG, "port not closed cleanly", alreadyGone);
        }
        open.forEach(Listener::close);
    }
}
