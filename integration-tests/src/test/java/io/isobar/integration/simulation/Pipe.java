package io.isobar.integration.simulation;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * One direction of a connection, as TCP gives it: in order, each thing once, and what cannot pass waits until the way is open again or the
 * connection is given up. Nothing is delivered that was not asked for.
 */
final class Pipe {
    private static final int WINDOW = 64;
    private static final Duration RETRANSMIT = Duration.ofMillis(200);

    private final Timeline time;
    private final Wire wire;
    private final Wire.Way way;
    private final Life receiver;
    private final ArrayDeque<Sent> under = new ArrayDeque<>();
    private Runnable drained = () -> {};
    private int asked;
    private boolean pumping;
    private boolean dropped;
    private boolean sealed;

    /** {@code counts}: it is a message, of which the receiver must have asked for one; else the end or the beginning. */
    private record Sent(Duration due, String what, boolean counts, Runnable deliver) {}

    Pipe(Timeline time, Wire wire, Wire.Way way, Life receiver) {
        this.time = time;
        this.wire = wire;
        this.way = way;
        this.receiver = receiver;
    }

    /** What the sender is told when there is room again. */
    void whenDrained(Life sender, Runnable told) {
        drained = () -> sender.after(Duration.ZERO, "", told);
    }

    boolean isReady() {
        return !dropped && under.size() < WINDOW;
    }

    void send(String what, boolean counts, Runnable deliver) {
        if (dropped || sealed) {
            return;
        }
        var due = time.now().plus(wire.delay(way));
        var last = under.peekLast();
        under.add(new Sent(last == null || last.due.compareTo(due) < 0 ? due : last.due, what, counts, deliver));
        pump();
    }

    void ask(int messages) {
        asked += messages;
        pump();
    }

    /** What is under way still arrives, and nothing after it. */
    void seal() {
        sealed = true;
    }

    /** What is under way is lost. */
    void drop() {
        dropped = true;
        under.clear();
    }

    private void pump() {
        var next = under.peek();
        if (pumping || dropped || next == null || (next.counts && asked == 0)) {
            return;
        }
        pumping = true;
        var wait = next.due.minus(time.now());
        receiver.after(wait.isNegative() ? Duration.ZERO : wait, "", this::arrive);
    }

    private void arrive() {
        pumping = false;
        var next = under.peek();
        if (dropped || next == null) {
            return;
        }
        if (!wire.isOpen(way)) {
            pumping = true;
            receiver.after(RETRANSMIT, "", this::arrive);
            return;
        }
        boolean wasFull = !isReady();
        under.remove();
        asked -= next.counts ? 1 : 0;
        time.note(way.from() + ">" + way.to() + " " + next.what);
        next.deliver.run();
        receiver.poke();
        if (wasFull && isReady()) {
            drained.run();
        }
        pump();
    }
}
