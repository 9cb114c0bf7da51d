package io.isobar.integration.simulation;

import io.grpc.ServerMethodDefinition;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.leader.Outcome;
import io.isobar.broker.leader.Turns;
import io.isobar.broker.ledger.Candidate;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.operations.ChangeFeed;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.port.Guard;
import io.isobar.broker.session.grpc.AgentSessionEndpoint;
import io.isobar.broker.session.grpc.LinkPace;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One life of a broker: waits for the lead, takes up what is durable, leads by the real turns, and ends where another leads. */
final class BrokerProcess {
    static final Duration LEASE = Duration.ofSeconds(5);
    private static final int MOST_LIVE = 10_000;

    private final World world;
    private final Timeline time;
    private final String host;
    private final Life life;
    private final Store.Session lead;
    private final Candidate candidate;
    private final Ledger ledger;
    private @Nullable Coordinator coordinator;
    private @Nullable Leader leader;
    private @Nullable AgentSessionEndpoint endpoint;
    private @Nullable WorkloadOperations operations;
    private Turns.@Nullable Turn decided;
    private boolean writing;
    private boolean leads;
    private long ticket;
    private int sessions;

    BrokerProcess(World world, String host, Life life) {
        this.world = world;
        this.time = world.time();
        this.host = host;
        this.life = life;
        this.lead = world.store().open(life);
        this.candidate = new Candidate(lead, new Contender(host, host, host), LEASE, time::now);
        this.ledger = lead.ledger();
    }

    void begin() {
        life.whenPoked(this::poke);
        life.after(Duration.ZERO, "", this::step);
    }

    /** Whether agents and users find it there. */
    boolean listens() {
        return leads && !life.hasEnded();
    }

    private void step() {
        boolean waited = candidate.standing() == Candidate.Standing.WAITS;
        switch (candidate.step()) {
            case WAITS -> {}
            case LEADS -> {
                if (waited) {
                    time.note(life.name() + " LEADS by epoch " + lead.epoch());
                    prepare();
                }
            }
            case DEPOSED -> throw new Crash("another broker has the lead");
        }
        life.after(Candidate.EVERY, "", this::step);
    }

    private static void requireAway(Failure failed) {
        if (failed.reason() != Reason.DATABASE_UNAVAILABLE) {
            throw failed;
        }
    }

    private Instant clock() {
        return world.brokerClock(host);
    }

    private void prepare() {
        var engine = new PlacementEngine(Federation.POLICY);
        var pure = new Coordinator(
                new PlacementService(engine), LeaderObserver.BLIND, world.rule(), any -> time.instant());
        var feed = new ChangeFeed();
        var shell = new Leader(
                pure,
                ledger,
                this::clock,
                feed::publish,
                new Faultless(),
                world.topic().writtenFrom(host, life),
                () -> {});
        coordinator = pure;
        leader = shell;
        operations = new WorkloadOperations(
                ledger, shell, engine, feed, this::clock, new Random(time.dice().nextLong()), MOST_LIVE);
        endpoint = new AgentSessionEndpoint(
                shell,
                new PoolReportCodec(Federation.CATALOG.resolver()),
                this::clock,
                () -> life.name() + "-s" + ++sessions,
                lead::epoch,
                candidate::isSure,
                batch -> {},
                Guard.NONE,
                LinkPace.DEFAULT);
        recover(shell);
    }

    /** An event that could not be taken is a fault of the broker. */
    private final class Faultless implements LeaderObserver {
        @Override
        public void turnEnds(Outcome outcome) {
            outcome.faults()
                    .forEach(fault ->
                            world.judge().fail("an event was passed over: " + fault.event() + ": " + fault.cause()));
        }
    }

    private void recover(Leader shell) {
        try {
            shell.turns().recover();
        } catch (Failure away) {
            requireAway(away);
            life.after(Duration.ofMillis(200), "", () -> recover(shell));
            return;
        }
        leads = true;
        turnIn(Duration.ZERO);
        life.after(LinkPace.DEFAULT.keepAliveEvery(), "", this::beat);
    }

    private void beat() {
        life.after(LinkPace.DEFAULT.keepAliveEvery(), "", this::beat);
        if (endpoint != null && operations != null) {
            endpoint.beat();
            try {
                operations.settleDoubts();
            } catch (Failure away) {
                requireAway(away);
            }
            poke();
        }
    }

    /** Something may have been posted. */
    void poke() {
        if (leads && leader != null && leader.turns().isPosted()) {
            turnIn(Duration.ofNanos(500_000));
        }
    }

    private void turnIn(Duration wait) {
        long mine = ++ticket;
        life.after(wait, "", () -> {
            if (mine == ticket) {
                turn();
            }
        });
    }

    private void turn() {
        var turns = turns();
        if (decided != null) {
            return;
        }
        var next = turns.decide();
        world.turned(this, next.changes());
        if (writing) {
            decided = next;
        } else {
            write(next);
        }
        var due = turns.dueIn();
        turnIn(due.isNegative() || due.isZero() ? Duration.ofMillis(1) : due);
    }

    private Turns turns() {
        if (leader == null) {
            throw new IllegalStateException(life.name() + " does not lead");
        }
        return leader.turns();
    }

    private void write(Turns.Turn turn) {
        writing = true;
        var takes = turn.changes().isEmpty() ? Duration.ZERO : world.store().commitTakes();
        life.after(takes, "", () -> commit(turn, Duration.ofMillis(50)));
    }

    private void commit(Turns.Turn turn, Duration pause) {
        try {
            turn.commit();
        } catch (Failure failed) {
            if (failed.reason() != Reason.DATABASE_UNAVAILABLE) {
                // As the real leader: the process ends, so that it starts anew.
                world.judge().require(failed.reason() == Reason.NOT_LEADER, () -> "the ledger refused: " + failed);
                throw new Crash("the ledger refused: " + failed.reason());
            }
            life.after(pause, "", () -> commit(turn, pause.multipliedBy(2)));
            return;
        }
        if (turn.changes().isEmpty()) {
            say(turn);
        } else {
            life.after(time.about(Duration.ofMillis(1)), "", () -> say(turn));
        }
    }

    private void say(Turns.Turn turn) {
        life.step("saying a turn");
        turn.say();
        writing = false;
        var next = decided;
        if (next != null) {
            decided = null;
            write(next);
            turnIn(Duration.ZERO);
        } else {
            world.settled(this);
        }
    }

    // What others do with it.

    /** Nothing that it asks of the store is answered for so long, and the store may lose its session. */
    void cutFromStore(Duration length, boolean losesSession) {
        lead.cut(length, losesSession);
    }

    @SuppressWarnings("unchecked")
    ServerMethodDefinition<ConnectRequest, ConnectResponse> sessions() {
        if (endpoint == null) {
            throw new IllegalStateException(life.name() + " does not listen");
        }
        return (ServerMethodDefinition<ConnectRequest, ConnectResponse>) endpoint.bindService()
                .getMethod(AgentSessionServiceGrpc.getConnectMethod().getFullMethodName());
    }

    /** Whether something was posted or decided that is not durable yet. */
    boolean isAhead() {
        return writing || decided != null || turns().isPosted();
    }

    boolean stillLeads() {
        return world.store().epoch() == lead.epoch();
    }

    Life life() {
        return life;
    }

    String host() {
        return host;
    }

    Coordinator coordinator() {
        if (coordinator == null) {
            throw new IllegalStateException(life.name() + " does not lead");
        }
        return coordinator;
    }

    int openSessions() {
        return endpoint == null ? 0 : endpoint.open();
    }

    Workload submit(Request request, WorkloadSpec spec) {
        if (operations == null) {
            throw new Failure(Reason.NOT_LEADER, "it does not lead");
        }
        var accepted = operations.submit(request, spec);
        poke();
        return accepted;
    }

    /** As {@link WorkloadOperations#cancel}, which would wait for the leader. */
    void cancel(Request request, WorkloadId workload) {
        if (leader == null) {
            throw new Failure(Reason.NOT_LEADER, "it does not lead");
        }
        ledger.note(request, workload.value());
        leader.post(new Event.Cancel(workload));
        poke();
    }
}
