package io.isobar.agent.driver.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One replica, from its start, or from where an earlier agent left it, to its end. Blocking; for a thread of its own. */
final class ReplicaRun {
    private static final long ADOPTED_LOOK_MS = 100;
    private static final int LOOKS_FOR_PID = 20;

    private final ReplicaFolder folder;
    private final ReplicaGroup group;
    private final ProcessTree tree;
    private final Supervisor supervisor;
    private final InstantSource clock;

    ReplicaRun(ReplicaFolder folder, ReplicaGroup group, ProcessTree tree, Supervisor supervisor, InstantSource clock) {
        this.folder = folder;
        this.group = group;
        this.tree = tree;
        this.supervisor = supervisor;
        this.clock = clock;
    }

    /** Starts the command; {@link #await} must follow. */
    Process start(boolean underLease, List<String> command, Map<String, String> environment) throws IOException {
        Process process =
                supervisor.start(folder, folder.nextClaim(), group.joinFiles(), underLease, command, environment);
        tree.exclude(process.pid());
        return process;
    }

    /** Waits for the end of a replica that this agent started; {@code onStarted} is called when the command runs. */
    ReplicaEnd await(Process process, Runnable onStarted) throws InterruptedException {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = said.readLine();
            if ("started".equals(line)) {
                folder.command().ifPresent(tree::include);
                onStarted.run();
            }
            while (line != null) {
                line = said.readLine();
            }
        } catch (IOException e) {
            // The pipe tells only earlier what waiting tells for certain.
            System.getLogger(ReplicaRun.class.getName()).log(System.Logger.Level.DEBUG, "supervisor's pipe broke", e);
        }
        process.waitFor();
        return ending();
    }

    /** Whether an earlier agent's start of this replica came to nothing, so that it must be started now. */
    boolean neverStarted() throws IOException {
        if (folder.supervisor().isPresent() || folder.exitCode().isPresent()) {
            return false;
        }
        return folder.giveUpUnbegun();
    }

    /** Waits for the end of a replica that an earlier agent started; {@code onRunning} is called where it runs or ran. */
    ReplicaEnd adopt(Runnable onRunning) throws InterruptedException {
        Optional<ProcStat> watched = folder.supervisor();
        for (int look = 0; watched.isEmpty() && look < LOOKS_FOR_PID; look++) {
            Thread.sleep(ADOPTED_LOOK_MS);
            watched = folder.supervisor();
        }
        watched.ifPresent(process -> tree.exclude(process.pid()));
        folder.command().ifPresent(tree::include);
        if (folder.command().isPresent() && !folder.wasUnlaunched()) {
            onRunning.run();
        }
        while (folder.exitCode().isEmpty()
                && watched.filter(ProcStat::stillRuns).isPresent()) {
            Thread.sleep(ADOPTED_LOOK_MS);
        }
        return ending();
    }

    private ReplicaEnd ending() {
        OptionalInt code = folder.exitCode();
        Instant at = folder.endedAt().orElseGet(clock::instant);
        if (code.isEmpty()) {
            return new ReplicaEnd.Gone("its supervisor ended without writing down an exit code", at);
        }
        if (folder.wasUnlaunched()) {
            return new ReplicaEnd.Unlaunched(
                    code.getAsInt() == 127 ? "the command was not found" : "the command could not be executed", at);
        }
        return new ReplicaEnd.Exited(code.getAsInt(), code.getAsInt() != 0 && group.ranOutOfMemory(), at);
    }

    /** How a set of replicas ended as one: the first launch failure, else the first bad end, else a good one. */
    static @Nullable ReplicaEnd first(List<ReplicaEnd> ends) {
        ReplicaEnd worst = null;
        for (ReplicaEnd end : ends) {
            boolean worse = worst == null
                    || (end instanceof ReplicaEnd.Unlaunched && !(worst instanceof ReplicaEnd.Unlaunched))
                    || (!end.isGood() && worst.isGood());
            worst = worse ? end : worst;
        }
        return worst;
    }
}
