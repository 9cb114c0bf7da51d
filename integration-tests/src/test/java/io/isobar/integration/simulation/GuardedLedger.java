package io.isobar.integration.simulation;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Page;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Used;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ledger as one broker reaches it. */
final class GuardedLedger implements Ledger {
    private final Ledger ledger;
    private final Store.Session session;

    GuardedLedger(Ledger ledger, Store.Session session) {
        this.ledger = ledger;
        this.session = session;
    }

    @Override
    public Acceptance accept(Workload workload, Request request) {
        return session.writing(() -> ledger.accept(workload, request));
    }

    @Override
    public Acceptance note(Request request, String subject) {
        return session.writing(() -> ledger.note(request, subject));
    }

    @Override
    public void commit(Changes changes) {
        session.commit(changes);
    }

    @Override
    public List<Workload> live() {
        return session.reading(() -> ledger.live());
    }

    @Override
    public List<KnownRegion> regions() {
        return session.reading(() -> ledger.regions());
    }

    @Override
    public List<Reservation> reservations() {
        return session.reading(() -> ledger.reservations());
    }

    @Override
    public Map<String, Used> used() {
        return session.reading(() -> ledger.used());
    }

    @Override
    public Map<Trial, Integer> trials() {
        return session.reading(() -> ledger.trials());
    }

    @Override
    public Map<RunKind, Tally> learned() {
        return session.reading(() -> ledger.learned());
    }

    @Override
    public Map<PoolKey, PoolTally> pools() {
        return session.reading(() -> ledger.pools());
    }

    @Override
    public Optional<Workload> workload(WorkloadId id) {
        return session.reading(() -> ledger.workload(id));
    }

    @Override
    public Optional<Workload> newest(String name) {
        return session.reading(() -> ledger.newest(name));
    }

    @Override
    public Page<Workload> workloads(@Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        return session.reading(() -> ledger.workloads(tenant, states, after, size));
    }

    @Override
    public Optional<Attempt> attempt(AttemptId id) {
        return session.reading(() -> ledger.attempt(id));
    }

    @Override
    public Page<Attempt> attempts(
            @Nullable WorkloadId workload, @Nullable String region, @Nullable String after, int size) {
        return session.reading(() -> ledger.attempts(workload, region, after, size));
    }

    @Override
    public Optional<String> decision(AttemptId attempt) {
        return session.reading(() -> ledger.decision(attempt));
    }

    @Override
    public Optional<byte[]> inputs(AttemptId attempt) {
        return session.reading(() -> ledger.inputs(attempt));
    }

    @Override
    public int forgetRequestsBefore(Instant time) {
        return session.writing(() -> ledger.forgetRequestsBefore(time));
    }

    @Override
    public void ping() {
        var _ = session.reading(() -> true);
    }
}
