package io.isobar.agent.driver.process;

import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.files.ProgressFiles;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt: its replicas, which run and end as one. */
final class ProcessAttempt {
    private static final System.Logger LOG = System.getLogger(ProcessAttempt.class.getName());
    private static final long LOOK_MS = 20;

    private final Work work;
    private final ProcessSite site;
    private final ProcessTree tree;
    private final List<ReplicaEnd> ends = new ArrayList<>();
    private int started;
    private boolean told;
    private boolean stopping;
    private volatile boolean over;

    ProcessAttempt(Work work, ProcessSite site) {
        this.work = work;
        this.site = site;
        this.tree = new ProcessTree(ReplicaEnvironment.marks(work.order().key(), stateFolder()));
    }

    private int replicas() {
        return work.order().demand().replicas();
    }

    private Path stateFolder() {
        return site.stateFolder(work.order().key().workload());
    }

    boolean isOver() {
        return over;
    }

    /** It had ended before the agent started. */
    void wasOver() {
        over = true;
    }

    void launch() {
        for (int replica = 0; replica < replicas(); replica++) {
            int index = replica;
            site.executor().execute(() -> run(index, false));
        }
    }

    void adopt() {
        for (int replica = 0; replica < replicas(); replica++) {
            int index = replica;
            // At once: a stop may follow before the replica's own thread has looked.
            site.replica(work.id(), index).supervisor().ifPresent(process -> tree.exclude(process.pid()));
            site.executor().execute(() -> run(index, true));
        }
    }

    private void run(int replica, boolean fromBefore) {
        try {
            ReplicaEnd end = fromBefore ? runAdopted(replica) : runNew(replica);
            ended(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "replica failed attempt=" + work.id() + " replica=" + replica, e);
            endedUnchecked(new ReplicaEnd.Unlaunched(String.valueOf(e.getMessage()), now()));
        }
    }

    private void endedUnchecked(ReplicaEnd end) {
        try {
            ended(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ReplicaEnd runAdopted(int replica) throws IOException, InterruptedException {
        ReplicaFolder folder = site.replica(work.id(), replica);
        folder.create();
        ReplicaRun run = replicaRun(folder, site.groups().find(groupName(replica)));
        if (run.neverStarted()) {
            return runNew(replica);
        }
        return run.adopt(() -> started(folder.startedAt().orElseGet(this::now)));
    }

    private ReplicaEnd runNew(int replica) throws IOException, InterruptedException {
        ReplicaFolder folder = site.replica(work.id(), replica);
        folder.create();
        Map<String, String> environment = ReplicaEnvironment.of(work.order(), replica, folder, stateFolder());
        List<String> command = work.order().command();
        Optional<String> problem = CommandCheck.problem(
                command.getFirst(), environment.getOrDefault("PATH", ReplicaEnvironment.DEFAULT_PATH), folder.work());
        if (problem.isPresent()) {
            return new ReplicaEnd.Unlaunched(problem.get(), now());
        }
        ReplicaGroup group =
                site.groups().create(groupName(replica), work.order().demand().shape());
        ReplicaRun run = replicaRun(folder, group);
        Process process;
        synchronized (this) {
            if (stopping) {
                return new ReplicaEnd.Unlaunched("it was stopped before it started", now());
            }
            process = run.start(!work.order().keepRunning(), command, environment);
        }
        return run.await(process, () -> started(now()));
    }

    private ReplicaRun replicaRun(ReplicaFolder folder, ReplicaGroup group) {
        tree.include(group);
        return new ReplicaRun(folder, group, tree, site.supervisor(), site.clock());
    }

    /** Reads files. */
    Optional<WorkProgress> progress() {
        return ProgressFiles.read(
                replicas(), replica -> site.replica(work.id(), replica).progress(), now());
    }

    private String groupName(int replica) {
        return work.id() + "." + replica;
    }

    private synchronized void started(Instant at) {
        started++;
        if (started == replicas() && !told) {
            told = true;
            site.listener().on(new WorkEvent.Running(work.id(), at));
        }
    }

    private void ended(ReplicaEnd end) throws InterruptedException {
        boolean last;
        boolean stopOthers;
        synchronized (this) {
            ends.add(end);
            last = ends.size() == replicas();
            stopOthers = !last && !end.isGood() && !stopping;
        }
        if (stopOthers) {
            stop(work.order().stopGrace());
        } else if (last) {
            finish();
        }
    }

    /** Asks all that belongs to the attempt to end, and kills after the grace; returns at once. */
    void stop(Duration grace) {
        synchronized (this) {
            if (stopping || over) {
                return;
            }
            stopping = true;
        }
        site.executor().execute(() -> {
            try {
                TreeKill.end(tree, grace);
                // A supervisor may have started its command only after the last look.
                while (!allEnded()) {
                    Thread.sleep(LOOK_MS);
                    TreeKill.end(tree, Duration.ZERO);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized boolean allEnded() {
        return ends.size() == replicas();
    }

    /** Nothing of it may run when its end is told: what the commands left behind goes too. */
    private void finish() throws InterruptedException {
        TreeKill.end(tree, Duration.ZERO);
        for (int replica = 0; replica < replicas(); replica++) {
            site.groups().find(groupName(replica)).remove();
        }
        // Nothing writes any more: what it said last is not told by the looks while it ran.
        WorkProgress last = progress().orElse(null);
        WorkEnd end;
        synchronized (this) {
            over = true;
            end = workEnd(ReplicaRun.first(ends)).having(last);
        }
        site.listener().on(new WorkEvent.Ended(work.id(), end));
    }

    private WorkEnd workEnd(@Nullable ReplicaEnd end) {
        return switch (end) {
            case null -> new WorkEnd(Reason.VANISHED, null, "it had no replicas", now());
            case ReplicaEnd.Unlaunched unlaunched ->
                new WorkEnd(Reason.LAUNCH_FAILED, null, unlaunched.why(), unlaunched.at());
            case ReplicaEnd.Gone gone -> new WorkEnd(Reason.VANISHED, null, gone.why(), gone.at());
            case ReplicaEnd.Exited exited -> exitOf(exited);
        };
    }

    private WorkEnd exitOf(ReplicaEnd.Exited exited) {
        if (exited.outOfMemory()) {
            return new WorkEnd(
                    Reason.OUT_OF_MEMORY,
                    exited.code(),
                    "it used more than the " + work.order().demand().shape().memoryBytes() + " bytes it asked for",
                    exited.at());
        }
        Instant last = ends.stream().map(ReplicaEnd::at).max(Instant::compareTo).orElse(exited.at());
        return exited.code() == 0
                ? new WorkEnd(Reason.EXIT_ZERO, 0, "", last)
                : new WorkEnd(Reason.EXIT_NON_ZERO, exited.code(), describe(exited.code()), exited.at());
    }

    private static String describe(int code) {
        return code > 128 && code <= 192
                ? "the command was ended by signal " + (code - 128) + " (exit code " + code + ")"
                : "the command ended with exit code " + code;
    }

    private Instant now() {
        return site.clock().instant();
    }
}
