package io.isobar.integration.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One life of a process: what it schedules happens while it is awake, and never once it has ended. */
final class Life {
    private final Timeline time;
    private final String name;
    private final Runnable whenCrashed;
    private boolean ended;
    private Duration awakeAt = Duration.ZERO;
    private int stepsToCrash = -1;
    /** What fell due while it slept, in that order. */
    private final List<Runnable> due = new ArrayList<>();

    private Runnable poke = () -> {};

    /** {@code whenCrashed} is run where it killed itself at a step; not where it is ended from outside. */
    Life(Timeline time, String name, Runnable whenCrashed) {
        this.time = time;
        this.name = name;
        this.whenCrashed = whenCrashed;
    }

    String name() {
        return name;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isAwake() {
        return !ended && awakeAt.compareTo(time.now()) <= 0;
    }

    void end() {
        ended = true;
    }

    /** As after a SIGSTOP: what falls due meanwhile happens when it goes on. */
    void sleep(Duration length) {
        awakeAt = time.now().plus(length);
        time.after(length, "", this::goOn);
    }

    void wake() {
        awakeAt = Duration.ZERO;
        goOn();
    }

    private void goOn() {
        if (isAwake()) {
            due.forEach(run -> time.after(Duration.ZERO, "", run));
            due.clear();
        }
    }

    /** What looks whether something came in. */
    void whenPoked(Runnable looks) {
        poke = looks;
    }

    /** Something may have come in. */
    void poke() {
        if (!ended) {
            poke.run();
        }
    }

    /** Dies at so many steps from now. */
    void crashAfter(int steps) {
        stepsToCrash = steps;
    }

    /** A place where it may die. */
    void step(String where) {
        if (ended) {
            throw new Crash(where);
        }
        if (stepsToCrash > 0 && --stepsToCrash == 0) {
            throw new Crash(where);
        }
    }

    void after(Duration delay, String what, Runnable run) {
        time.after(delay, "", () -> happen(what, run));
    }

    private void happen(String what, Runnable run) {
        if (ended) {
            return;
        }
        if (!isAwake()) {
            due.add(() -> happen(what, run));
            return;
        }
        if (!what.isEmpty()) {
            time.note(name + " " + what);
        }
        doing(run);
    }

    /** Does it now, on behalf of this process. */
    void doing(Runnable run) {
        try {
            run.run();
        } catch (Crash crash) {
            if (!ended) {
                time.note(name + " CRASHES at " + crash.getMessage());
                ended = true;
                whenCrashed.run();
            }
        }
    }
}
