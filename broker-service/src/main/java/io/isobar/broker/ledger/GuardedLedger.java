package io.isobar.broker.ledger;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Used;
import io.isobar.broker.port.Guard;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ledger with guards before what users ask of it. Who leads is let through as before: it reads and commits on one thread, which tries
 * until it succeeds with pauses of its own, and calls of users that failed must not keep it from it.
 */
public final class GuardedLedger implements Ledger {
    private final Ledger ledger;
    private final Guard reads;
    private final Guard writes;

    public GuardedLedger(Ledger ledger, Guard reads, Guard writes) {
        this.ledger = ledger;
        this.reads = reads;
        this.writes = writes;
    }

    /**
     * May be tried again: the request is noted in the transaction that stores the workload. A try whose answer was lost is known by the
     * id, which no other request can have.
     */
    @Override
    public Acceptance accept(Workload workload, Request request) {
        var answer = writes.call(() -> ledger.accept(workload, request));
        return answer instanceof Acceptance.Repeated(var subject)
                        && subject.equals(workload.id().value())
                ? new Acceptance.New()
                : answer;
    }

    /** May be tried again: what was noted is done also where it is found noted already. */
    @Override
    public Acceptance note(Request request, String subject) {
        return writes.call(() -> ledger.note(request, subject));
    }

    @Override
    public Optional<Workload> workload(WorkloadId id) {
        return read(() -> ledger.workload(id));
    }

    @Override
    public Optional<Workload> newest(String name) {
        return read(() -> ledger.newest(name));
    }

    @Override
    public Page<Workload> workloads(@Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        return read(() -> ledger.workloads(tenant, states, after, size));
    }

    @Override
    public Optional<Attempt> attempt(AttemptId id) {
        return read(() -> ledger.attempt(id));
    }

    @Override
    public Page<Attempt> attempts(
            @Nullable WorkloadId workload, @Nullable String region, @Nullable String after, int size) {
        return read(() -> ledger.attempts(workload, region, after, size));
    }

    @Override
    public Optional<String> decision(AttemptId attempt) {
        return read(() -> ledger.decision(attempt));
    }

    @Override
    public Optional<byte[]> inputs(AttemptId attempt) {
        return read(() -> ledger.inputs(attempt));
    }

    private <T> T read(Supplier<T> question) {
        return reads.call(question);
    }

    @Override
    public void commit(Changes changes) {
        ledger.commit(changes);
    }

    @Override
    public List<Workload> live() {
        return ledger.live();
    }

    @Override
    public List<KnownRegion> regions() {
        return ledger.regions();
    }

    @Override
    public List<Reservation> reservations() {
        return ledger.reservations();
    }

    @Override
    public Map<String, Used> used() {
        return ledger.used();
    }

    @Override
    public Map<Trial, Integer> trials() {
        return ledger.trials();
    }

    @Override
    public Map<RunKind, Tally> learned() {
        return ledger.learned();
    }

    @Override
    public Map<PoolKey, PoolTally> pools() {
        return ledger.pools();
    }

    @Override
    public int forgetRequestsBefore(Instant time) {
        return ledger.forgetRequestsBefore(time);
    }

    /** Past the guard: it tells whether the database answers now. */
    @Override
    public void ping() {
        ledger.ping();
    }
}
