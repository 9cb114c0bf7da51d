package io.isobar.standalone.command;

import io.isobar.standalone.supervisor.Condition;
import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.PartState;
import io.isobar.standalone.supervisor.Phase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Shows a start as it goes: one line when a part starts, one when it serves, one now and then while it does not. */
final class ProgressPrinter {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long REMIND_MS = 5_000;

    private final PrintStream out;
    private final long begunMs = System.currentTimeMillis();
    private final Map<String, Condition> shown = new HashMap<>();
    private final Map<String, Long> remindedMs = new HashMap<>();

    ProgressPrinter(PrintStream out) {
        this.out = out;
    }

    /** Follows until the start is over, one way or the other, or nobody is there any more to start anything. */
    Optional<FederationState> follow(Supplier<Optional<FederationState>> source, BooleanSupplier alive)
            throws InterruptedException {
        while (true) {
            boolean last = !alive.getAsBoolean();
            Optional<FederationState> state = source.get();
            state.ifPresent(this::show);
            if (last || state.filter(now -> now.phase() != Phase.STARTING).isPresent()) {
                return state;
            }
            Thread.sleep(POLL);
        }
    }

    private void show(FederationState state) {
        state.parts().forEach(this::show);
    }

    private void show(PartState part) {
        Condition before = shown.getOrDefault(part.name(), Condition.WAITING);
        boolean changed = before != part.condition();
        shown.put(part.name(), part.condition());
        switch (part.condition()) {
            case WAITING, STOPPED -> {}
            case STARTING -> {
                if (changed) {
                    remindedMs.put(part.name(), System.currentTimeMillis());
                    line(part, "starting");
                } else {
                    remind(part);
                }
            }
            case READY -> {
                if (changed) {
                    line(part, "ready in %.1f s   %s".formatted(part.readyAfterMs() / 1000.0, part.address()));
                }
            }
            case DOWN, GIVEN_UP -> {
                if (changed) {
                    line(part, "failed");
                }
            }
        }
    }

    private void remind(PartState part) {
        long now = System.currentTimeMillis();
        if (now - remindedMs.getOrDefault(part.name(), now) >= REMIND_MS) {
            remindedMs.put(part.name(), now);
            line(part, "still starting");
        }
    }

    private void line(PartState part, String what) {
        out.printf("  [%5.1f s] %-12s %s%n", (System.currentTimeMillis() - begunMs) / 1000.0, part.name(), what);
    }
}
