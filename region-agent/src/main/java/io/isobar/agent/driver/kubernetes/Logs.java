package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.OutputStreamKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** The copies of logs of a region. */
final class Logs {
    private static final System.Logger LOG = System.getLogger(Logs.class.getName());
    /** Followed at a time; each has a connection of its own. */
    private static final int MOST_FOLLOWED = 512;

    private final Semaphore places = new Semaphore(MOST_FOLLOWED);
    private final KubernetesApi api;
    private final Executor executor;
    private final long limit;

    /**
     * None yet.
     *
     * @param limit bytes of each log that are kept
     */
    Logs(KubernetesApi api, Executor executor, long limit) {
        this.api = api;
        this.executor = executor;
        this.limit = limit;
    }

    /** Begins to copy a replica's log; nothing where that was begun. */
    void follow(KubernetesAttempt attempt, int replica, String pod) {
        PodLog log;
        synchronized (attempt) {
            if (attempt.logs.containsKey(replica)) {
                return;
            }
            try {
                attempt.folder.create();
                LogFile file = new LogFile(
                        attempt.folder.output(replica, OutputStreamKind.STDOUT),
                        attempt.folder.progress(replica),
                        limit);
                log = new PodLog(api, pod, file, places);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "log of pod " + pod + " cannot be copied", e);
                return;
            }
            attempt.logs.put(replica, log);
        }
        executor.execute(log);
    }

    /** Returns when all logs of what has ended are copied, or after the patience. */
    static void finish(KubernetesAttempt attempt, Duration patience) throws InterruptedException {
        List<PodLog> logs;
        synchronized (attempt) {
            logs = List.copyOf(attempt.logs.values());
        }
        logs.forEach(PodLog::ended);
        for (PodLog log : logs) {
            log.await(patience);
        }
    }

    static void close(KubernetesAttempt attempt) {
        List<PodLog> logs;
        synchronized (attempt) {
            logs = List.copyOf(attempt.logs.values());
        }
        logs.forEach(PodLog::close);
    }
}
