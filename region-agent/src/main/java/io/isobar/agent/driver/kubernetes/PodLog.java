package io.isobar.agent.driver.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Copies the log of one pod, until its container has ended and all was copied. For a thread of its own. */
final class PodLog implements Runnable {
    private static final System.Logger LOG = System.getLogger(PodLog.class.getName());
    private static final int CHUNK = 1 << 16;
    /** Between two answers that ended too early. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Answers after the end of the container that failed. */
    private static final int MOST_FAILURES = 4;

    private final KubernetesApi api;
    private final String pod;
    private final LogFile file;
    private final Semaphore places;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable InputStream followed;
    private int failures;
    private boolean wasTold;

    /**
     * A copy that has not begun.
     *
     * @param places how many logs are followed at a time; the others wait until a place is free, or their container has ended
     */
    PodLog(KubernetesApi api, String pod, LogFile file, Semaphore places) {
        this.api = api;
        this.pod = pod;
        this.file = file;
        this.places = places;
    }

    @Override
    public void run() {
        try {
            while (!closed && !isEnded() && !file.isFull()) {
                if (places.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    try {
                        read(true);
                    } finally {
                        places.release();
                    }
                    ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            failures = 0;
            while (!closed && !file.isFull() && !read(false) && failures < MOST_FAILURES) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Whether it came to an end by itself. */
    private boolean read(boolean follow) {
        file.begin();
        try (InputStream answer = api.log(pod, file.since(), follow)) {
            followed = follow ? answer : null;
            byte[] chunk = new byte[CHUNK];
            int length = answer.read(chunk);
            while (length >= 0 && !file.isFull() && !closed) {
                file.take(chunk, length);
                length = answer.read(chunk);
            }
            wasTold = false;
            if (!follow && !closed) {
                file.end();
            }
            return true;
        } catch (IOException | KubernetesUnavailableException | KubernetesRefusedException e) {
            failures++;
            if (!wasTold && !closed && !(follow && isEnded())) {
                wasTold = true;
                LOG.log(System.Logger.Level.INFO, "log of pod " + pod + " cannot be read now: " + e.getMessage());
            }
            return false;
        } finally {
            followed = null;
        }
    }

    /** The container has ended. */
    void ended() {
        ended.countDown();
    }

    /** Returns when all was copied, or after the patience; then the copy ends where it is. */
    void await(Duration patience) throws InterruptedException {
        if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "log of pod " + pod + " is not whole: the API server does not give the rest");
            close();
        }
    }

    void close() {
        closed = true;
        ended.countDown();
        InputStream open = followed;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "log of pod " + pod + " not closed", e);
            }
        }
    }
}
