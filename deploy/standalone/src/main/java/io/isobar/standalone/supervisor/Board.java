package io.isobar.standalone.supervisor;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/** How all parts are; every change goes to the state file. */
final class Board {
    private final Path file;
    private final InstantSource clock;
    private final SequencedMap<String, PartState> parts = new LinkedHashMap<>();
    private FederationState head;

    Board(Path file, InstantSource clock, FederationState initial) {
        this.file = file;
        this.clock = clock;
        this.head = initial;
        initial.parts().forEach(part -> parts.put(part.name(), part));
        publish();
    }

    synchronized FederationState state() {
        return head;
    }

    synchronized void starting(String part, String address) {
        PartState now = part(part);
        set(new PartState(part, Condition.STARTING, 0, address, clock.millis(), 0, now.restarts(), now.note()));
    }

    synchronized void process(String part, long pid) {
        PartState now = part(part);
        set(new PartState(part, now.condition(), pid, now.address(), now.sinceMs(), 0, now.restarts(), now.note()));
    }

    synchronized void ready(String part, String address) {
        PartState now = part(part);
        long millis = clock.millis();
        set(new PartState(
                part, Condition.READY, now.pid(), address, millis, millis - now.sinceMs(), now.restarts(), now.note()));
    }

    /** It ended, by itself or on request. */
    synchronized void ended(String part, Condition condition, String note) {
        PartState now = part(part);
        set(new PartState(part, condition, 0, now.address(), clock.millis(), 0, now.restarts() + 1, note));
    }

    synchronized void givenUp(String part, String note) {
        PartState now = part(part);
        set(new PartState(part, Condition.GIVEN_UP, 0, now.address(), clock.millis(), 0, now.restarts(), note));
    }

    synchronized void allReady() {
        change(Phase.READY, clock.millis() - head.startedMs(), "");
    }

    synchronized void failed(String failure) {
        change(Phase.FAILED, 0, failure);
    }

    synchronized void stopping() {
        if (head.phase() != Phase.FAILED) {
            change(Phase.STOPPING, head.readyAfterMs(), "");
        }
    }

    synchronized void stopped() {
        parts.replaceAll((name, part) -> new PartState(
                name, Condition.STOPPED, 0, part.address(), clock.millis(), 0, part.restarts(), part.note()));
        if (head.phase() != Phase.FAILED) {
            change(Phase.STOPPED, 0, "");
        } else {
            publish();
        }
    }

    private PartState part(String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private void set(PartState part) {
        parts.put(part.name(), part);
        publish();
    }

    private void change(Phase phase, long readyAfterMs, String failure) {
        head = with(phase, readyAfterMs, failure);
        publish();
    }

    private void publish() {
        head = with(head.phase(), head.readyAfterMs(), head.failure());
        StateFile.write(file, head);
    }

    private FederationState with(Phase phase, long readyAfterMs, String failure) {
        return new FederationState(
                phase,
                head.supervisorPid(),
                head.startedMs(),
                readyAfterMs,
                failure,
                head.restUrl(),
                head.grpcAddress(),
                List.copyOf(parts.values()));
    }
}
