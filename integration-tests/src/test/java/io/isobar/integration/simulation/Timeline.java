package io.isobar.integration.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.Random;

/** Simulated time: events in the order of their times, and of those at the same time in an order that is drawn. */
final class Timeline {
    static final Instant START = Instant.parse("2026-11-29T00:00:00Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Trace trace = new Trace();
    private final Random dice;
    private long now;
    private long serial;

    private record Event(long at, int draw, long serial, String what, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byDraw = byTime != 0 ? byTime : Integer.compare(draw, other.draw);
            return byDraw != 0 ? byDraw : Long.compare(serial, other.serial);
        }
    }

    Timeline(long seed) {
        dice = new Random(seed);
    }

    /** All chance of the simulated world. */
    Random dice() {
        return dice;
    }

    boolean chance(double share) {
        return dice.nextDouble() < share;
    }

    /** Up to so long, evenly. */
    Duration upTo(Duration longest) {
        return Duration.of(dice.nextLong(micros(longest) + 1), ChronoUnit.MICROS);
    }

    /** Mostly short, now and then long: an exponential around the mean. */
    Duration about(Duration mean) {
        double factor = -Math.log(1 - dice.nextDouble());
        return Duration.of((long) (micros(mean) * factor), ChronoUnit.MICROS);
    }

    Trace trace() {
        return trace;
    }

    /** Since the start. */
    Duration now() {
        return Duration.of(now, ChronoUnit.MICROS);
    }

    Instant instant() {
        return START.plus(now, ChronoUnit.MICROS);
    }

    void after(Duration delay, String what, Runnable run) {
        events.add(new Event(now + Math.max(0, micros(delay)), dice.nextInt(), serial++, what, run));
    }

    void note(String what) {
        var micros = Long.toString(1_000_000 + now % 1_000_000);
        trace.note(now / 1_000_000 + "." + micros.substring(1) + " " + what);
    }

    boolean isOver() {
        return events.isEmpty();
    }

    /** Lets the next event happen. */
    void step() {
        var next = events.remove();
        now = next.at;
        if (!next.what.isEmpty()) {
            note(next.what);
        }
        next.run.run();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
