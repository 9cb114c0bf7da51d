package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.part.Readiness;
import io.isobar.standalone.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Starts one part and keeps it running, in a thread of its own, until that is interrupted. */
final class PartKeeper implements Runnable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Part part;
    private final Stage stage;
    private final Home home;
    private final Board board;
    private final StartGate gate;
    private final Deaths deaths;
    private final InstantSource clock;
    private final Consumer<String> tell;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();

    PartKeeper(
            Part part,
            Stage stage,
            Home home,
            Board board,
            StartGate gate,
            Deaths deaths,
            InstantSource clock,
            Consumer<String> tell) {
        this.part = part;
        this.stage = stage;
        this.home = home;
        this.board = board;
        this.gate = gate;
        this.deaths = deaths;
        this.clock = clock;
        this.tell = tell;
    }

    Stage stage() {
        return stage;
    }

    String name() {
        return part.name();
    }

    void check() {
        part.check();
    }

    /** Done when the part served for the first time; failed when the first start failed, which ends the keeper. */
    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    @Override
    public void run() {
        try {
            takeRequest();
            while (keepOnce()) {
                tell.accept("%-12s starting again".formatted(part.name()));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** One life of the part. False when there shall be no other. */
    private boolean keepOnce() throws InterruptedException {
        Optional<RunningProcess> started = start();
        if (started.isEmpty()) {
            return firstReady.isDone() && !firstReady.isCompletedExceptionally();
        }
        RunningProcess running = started.get();
        while (!running.awaitEnd(LOOK)) {
            if (takeRequest()) {
                running.stop(part.stopSignal(), part.stopsWithin());
                deaths.forget();
                board.ended(part.name(), Condition.DOWN, "restarted on request");
                return true;
            }
        }
        died(running.ending());
        return true;
    }

    private Optional<RunningProcess> start() throws InterruptedException {
        try {
            board.starting(part.name(), part.address());
            RunningProcess running = gate.start(part, stage, part.prepare());
            board.process(part.name(), running.id().pid());
            Readiness.await(part, running);
            board.ready(part.name(), part.address());
            if (!firstReady.complete(null)) {
                tell.accept("%-12s is back".formatted(part.name()));
            }
            return Optional.of(running);
        } catch (PartFailure | UncheckedIOException e) {
            if (!firstReady.completeExceptionally(e) && !firstReady.isCompletedExceptionally()) {
                died(String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private void died(String how) throws InterruptedException {
        board.ended(part.name(), Condition.DOWN, how);
        Optional<Duration> pause = deaths.pauseAfter(clock.instant());
        if (pause.isPresent()) {
            tell.accept("%-12s ended unexpectedly (%s), starts again in %d ms"
                    .formatted(part.name(), how, pause.get().toMillis()));
            await(pause.get());
        } else {
            String note = "given up: it ended too often (" + how + "); see " + part.log() + ", then: make restart PART="
                    + part.name();
            board.givenUp(part.name(), note);
            tell.accept("%-12s %s".formatted(part.name(), note));
            while (!takeRequest()) {
                Thread.sleep(LOOK);
            }
            deaths.forget();
        }
    }

    /** Until the time is over or somebody cannot wait. */
    private void await(Duration pause) throws InterruptedException {
        long deadline = System.nanoTime() + pause.toNanos();
        while (System.nanoTime() - deadline < 0 && !takeRequest()) {
            Thread.sleep(Math.min(LOOK.toMillis(), pause.toMillis()));
        }
    }

    private boolean takeRequest() {
        try {
            return Files.deleteIfExists(home.restartRequest(part.name()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take a restart request", e);
        }
    }
}
