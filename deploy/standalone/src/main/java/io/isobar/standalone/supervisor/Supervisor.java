package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Starts the parts stage by stage, starts again those that die, and stops them all in order when its own process is
 * asked to end. The data folder must be locked by the caller: two supervisors would fight.
 */
public final class Supervisor {
    public static final String NAME = "supervisor";

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(100);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);
    private static final Duration KEEPER_ENDS_WITHIN = Duration.ofSeconds(5);

    /**
     * A part and when it starts.
     *
     * @param part what is started
     * @param stage when
     */
    public record Staged(Part part, Stage stage) {}

    private final Home home;
    private final Board board;
    private final StartGate gate;
    private final List<PartKeeper> keepers;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Consumer<String> tell;

    public Supervisor(
            Home home,
            List<Staged> parts,
            FederationState initial,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> tell) {
        this.home = home;
        this.tell = tell;
        this.board = new Board(home.state(), clock, initial);
        this.gate = new StartGate(home);
        this.keepers = parts.stream()
                .map(staged -> new PartKeeper(
                        staged.part(),
                        staged.stage(),
                        home,
                        board,
                        gate,
                        new Deaths(RestartPolicy.STANDARD, random),
                        clock,
                        tell))
                .toList();
    }

    /**
     * Makes this process the supervisor of the data folder, and clears away what a former one left when it was killed.
     * Before anything is decided, ports for example.
     */
    public static void takeOver(Home home, Consumer<String> tell) throws InterruptedException {
        new PartRecord(NAME, ProcessId.ofThisProcess(), Signal.TERM, STOPS_WITHIN, Stage.SUPERVISOR).write(home);
        new Teardown(home, tell).stopParts();
    }

    public FederationState state() {
        return board.state();
    }

    /** Returns when all parts serve, or when one could not be started; the state says which of the two. */
    public void start() throws InterruptedException {
        try {
            keepers.forEach(PartKeeper::check);
            for (Stage stage : List.of(Stage.ENGINES, Stage.BROKER, Stage.AGENTS)) {
                List<PartKeeper> next = keepers.stream()
                        .filter(keeper -> keeper.stage() == stage)
                        .toList();
                next.forEach(keeper ->
                        threads.add(Thread.ofPlatform().name(keeper.name()).start(keeper)));
                firstFailureOrAll(next).get();
            }
            board.allReady();
        } catch (ExecutionException e) {
            failed(e.getCause() == null ? e : e.getCause());
        } catch (PartFailure e) {
            failed(e);
        }
    }

    private void failed(Throwable why) {
        if (!gate.isClosed()) {
            board.failed(String.valueOf(why.getMessage()));
        }
    }

    /** Keeps the logs small, for ever. */
    public void keepHouse() throws InterruptedException {
        LogFiles logs = new LogFiles(home.logs(), LogFiles.STANDARD_LIMIT);
        while (!gate.isClosed()) {
            logs.trim();
            Thread.sleep(HOUSEKEEPING);
        }
    }

    /** Stops everything in order, also in the middle of a start. */
    public void stop() throws InterruptedException {
        gate.close();
        board.stopping();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(KEEPER_ENDS_WITHIN);
        }
        new Teardown(home, tell).stopAll();
        board.stopped();
        PartRecord.read(home, NAME).ifPresent(record -> record.delete(home));
    }

    private static CompletableFuture<Void> firstFailureOrAll(List<PartKeeper> keepers) {
        CompletableFuture<Void> outcome = CompletableFuture.allOf(
                keepers.stream().map(PartKeeper::firstReady).toArray(CompletableFuture[]::new));
        for (PartKeeper keeper : keepers) {
            CompletableFuture<?> _ = keeper.firstReady().whenComplete((done, failure) -> {
                if (failure != null) {
                    outcome.completeExceptionally(failure);
                }
            });
        }
        return outcome;
    }
}
