package io.isobar.broker.operations;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.learning.Learned;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Page;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Forecast;
import io.isobar.broker.placement.Hold;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.WaitingLine;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.trace.Spans;
import io.isobar.broker.workload.TraceContext;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that can be done with workloads. Safe for concurrent use; blocks; throws {@link Failure}. */
public final class WorkloadOperations {
    private static final int MOST_ATTEMPTS_EXPLAINED = 100;

    private final Ledger ledger;
    private final Leader leader;
    private final PlacementEngine engine;
    private final ChangeFeed feed;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int mostLive;
    private final Spans spans;
    private final InDoubt inDoubt;

    /** One that records no spans. */
    public WorkloadOperations(
            Ledger ledger,
            Leader leader,
            PlacementEngine engine,
            ChangeFeed feed,
            InstantSource clock,
            RandomGenerator random,
            int mostLive) {
        this(ledger, leader, engine, feed, clock, random, mostLive, Spans.NONE);
    }

    /**
     * With a bound.
     *
     * @param mostLive most workloads that may be underway or waiting; more are refused
     */
    public WorkloadOperations(
            Ledger ledger,
            Leader leader,
            PlacementEngine engine,
            ChangeFeed feed,
            InstantSource clock,
            RandomGenerator random,
            int mostLive,
            Spans spans) {
        this.ledger = ledger;
        this.leader = leader;
        this.engine = engine;
        this.feed = feed;
        this.clock = clock;
        this.random = random;
        this.mostLive = mostLive;
        this.spans = spans;
        this.inDoubt = new InDoubt(ledger, leader::post);
    }

    /** Accepts a workload; it is durable when this returns. The same request again answers with what it accepted before. */
    public Workload submit(Request request, WorkloadSpec spec) {
        return submit(request, spec, null);
    }

    /** The same within a trace of the caller's; null: it has none. */
    public Workload submit(Request request, WorkloadSpec spec, @Nullable TraceContext caller) {
        var span = spans.begin("isobar.submit", caller, clock.instant(), Map.of("isobar.tenant", spec.tenant()));
        try {
            var workload = accept(request, spec, span.context());
            span.end(clock.instant(), null);
            return workload;
        } catch (RuntimeException failed) {
            span.end(clock.instant(), String.valueOf(failed.getMessage()));
            throw failed;
        }
    }

    private Workload accept(Request request, WorkloadSpec spec, @Nullable TraceContext trace) {
        requireTenant(spec);
        int live = leader.live();
        if (live >= mostLive) {
            throw new Failure(
                    Reason.OVERLOADED,
                    live + " workloads wait or run, the limit is " + mostLive,
                    Map.of("live", Integer.toString(live), "limit", Integer.toString(mostLive)));
        }
        inDoubt.requireRoom();
        var workload = Workload.accepted(WorkloadId.random(random), spec, clock.instant(), trace);
        return switch (stored(workload, request)) {
            case Acceptance.New accepted -> {
                leader.post(new Event.Accepted(workload));
                yield workload;
            }
            case Acceptance.Repeated repeated -> {
                settleDoubts();
                yield get(repeated.subject());
            }
            case Acceptance.Reused reused -> throw reused(request);
        };
    }

    private Acceptance stored(Workload workload, Request request) {
        try {
            return ledger.accept(workload, request);
        } catch (Failure failed) {
            if (failed.reason() == Reason.DATABASE_UNAVAILABLE) {
                inDoubt.add(workload, clock.instant());
            }
            throw failed;
        }
    }

    /** Has the leader take up what was accepted without an answer of the store; to be called every few seconds. */
    public void settleDoubts() {
        inDoubt.settle(clock.instant());
    }

    /** Where it would run, as things are now. */
    public Judged plan(WorkloadSpec spec) {
        requireTenant(spec);
        return judge(spec, Set.of(), null);
    }

    private Judged judge(WorkloadSpec spec, Set<String> avoided, @Nullable WorkloadId holder) {
        var holds = leader.holds().stream()
                .filter(hold -> !hold.holder().equals(holder))
                .collect(Collectors.toMap(Hold::pool, Function.identity()));
        var asked = asked(spec, avoided).behind(holds).beside(leader.reserves());
        var view = leader.view();
        return new Judged(engine.decide(view, asked, clock.instant()), view);
    }

    private void requireTenant(WorkloadSpec spec) {
        if (engine.policy().tenants().isGroup(spec.tenant())) {
            throw new Failure(
                    Reason.TENANT_IS_GROUP,
                    spec.tenant() + " is a group of tenants, and takes no work of its own",
                    Map.of("tenant", spec.tenant()));
        }
        requireAllowedPriority(spec);
    }

    private void requireAllowedPriority(WorkloadSpec spec) {
        int highest = engine.policy().tenants().of(spec.tenant()).highestPriority();
        if (spec.priority() > highest) {
            throw new Failure(
                    Reason.PRIORITY_NOT_ALLOWED,
                    "tenant " + spec.tenant() + " may ask for a priority of " + highest + " at most, this is "
                            + spec.priority(),
                    Map.of(
                            "tenant", spec.tenant(),
                            "priority", Integer.toString(spec.priority()),
                            "highest", Integer.toString(highest)));
        }
    }

    /** Who lives where, and would keep it away, and who holds what only the leader's own thread can say. */
    private Asked asked(WorkloadSpec spec, Set<String> avoided) {
        return leader.ask(coordinator ->
                new Asked(spec, avoided, coordinator.vicinity(spec)).within(coordinator.allowance(spec.tenant())));
    }

    /** By id, or the newest one of a name. */
    public Workload get(String idOrName) {
        return find(idOrName).orElseThrow(() -> Failure.notFound("workload", shortened(idOrName)));
    }

    private Optional<Workload> find(String idOrName) {
        var byId = WorkloadId.isId(idOrName) ? ledger.workload(new WorkloadId(idOrName)) : Optional.<Workload>empty();
        return byId.isPresent() ? byId : ledger.newest(idOrName);
    }

    public Page<Workload> list(@Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        return ledger.workloads(tenant, states, after, size);
    }

    /** What runs have taught. */
    public Learned learned() {
        return leader.ask(Coordinator::learned);
    }

    public Attempt attempt(String id) {
        return AttemptId.parse(id)
                .flatMap(ledger::attempt)
                .orElseThrow(() -> Failure.notFound("attempt", shortened(id)));
    }

    public Page<Attempt> attempts(
            @Nullable String workload, @Nullable String region, @Nullable String after, int size) {
        return ledger.attempts(workload == null ? null : get(workload).id(), region, after, size);
    }

    /** The workload as it is, then at every change. The caller closes it. */
    public Watch watch(String idOrName) {
        var id = get(idOrName).id();
        var subscription = feed.subscribe(id);
        try {
            // Read after subscribing: a change between the two is seen twice, never missed.
            return new Watch(get(id.value()), subscription);
        } catch (RuntimeException failed) {
            subscription.close();
            throw failed;
        }
    }

    /** A workload as it was when the watch began, and the way to its changes. */
    public record Watch(Workload start, ChangeFeed.Subscription changes) implements AutoCloseable {
        @Override
        public void close() {
            changes.close();
        }
    }

    /** Stops it, in whatever state. */
    public Workload cancel(Request request, String idOrName) {
        settleDoubts();
        var workload = get(idOrName);
        if (ledger.note(request, workload.id().value()) instanceof Acceptance.Reused) {
            throw reused(request);
        }
        // Posted also when repeated: the first time may have been cut off between the note and the leader.
        leader.post(new Event.Cancel(workload.id()));
        leader.ask(coordinator -> true);
        return get(workload.id().value());
    }

    /**
     * Why it runs or waits.
     *
     * @param epoch of the attempt whose decision is asked for; 0: the last one, or what placement says now of one that waits
     */
    public Explanation explain(String idOrName, long epoch) {
        var workload = get(idOrName);
        var attempts = ledger.attempts(workload.id(), null, null, MOST_ATTEMPTS_EXPLAINED).items().stream()
                .sorted(Comparator.comparingLong(
                                (Attempt attempt) -> attempt.id().epoch())
                        .thenComparingInt(attempt -> attempt.id().part()))
                .toList();
        var attempt = workload.attempt();
        if (epoch > 0) {
            var tried = new AttemptId(workload.id(), epoch);
            var asked = ledger.decision(tried).orElseThrow(() -> Failure.notFound("attempt", tried.toString()));
            return new Explanation(
                    workload, null, asked, null, null, null, attempts, Outlook.of(workload, leader.view()));
        }
        if (workload.state() instanceof WorkloadState.Queued) {
            var judged = judge(workload.remaining(), workload.avoided(), workload.id());
            var place = leader.ask(coordinator -> placeInLine(coordinator, workload));
            return new Explanation(
                    workload, judged, null, place.position(), place.forecast(), place.hold(), attempts, List.of());
        }
        var recorded =
                attempt == null ? null : ledger.decision(attempt.id().ofTry()).orElse(null);
        return new Explanation(
                workload, null, recorded, null, null, null, attempts, Outlook.of(workload, leader.view()));
    }

    /** What the decision was taken by that gave an attempt its place; empty: that was not kept. */
    public Optional<byte[]> inputs(AttemptId attempt) {
        return ledger.inputs(attempt.ofTry());
    }

    private record Place(
            WaitingLine.@Nullable Position position,
            @Nullable Forecast forecast,
            @Nullable Hold hold) {}

    private Place placeInLine(Coordinator coordinator, Workload workload) {
        var spec = workload.remaining();
        var asked = new Asked(spec, workload.avoided(), coordinator.vicinity(spec))
                .within(coordinator.allowance(spec.tenant()));
        return new Place(
                coordinator.positionInLine(workload.id()).orElse(null),
                engine.forecast(coordinator.view(), asked, coordinator::occupants, clock.instant())
                        .orElse(null),
                coordinator.holds().stream()
                        .filter(hold -> hold.holder().equals(workload.id()))
                        .findFirst()
                        .orElse(null));
    }

    /**
     * Output of an attempt, relayed from its region. The caller closes it.
     *
     * @param epoch of the attempt; 0: the last one
     * @param part of the try; 0: the first
     */
    public LogFeed logs(String idOrName, long epoch, int part, LogFeed.Wanted wanted, long from, boolean follow) {
        var workload = get(idOrName);
        var attempt = attemptOf(workload, epoch, part);
        var region = attempt.assignment().pool().region();
        var link = leader.ask(coordinator -> coordinator.link(region));
        return link.orElseThrow(() -> new Failure(
                        Reason.REGION_UNREACHABLE,
                        "the output of " + attempt.id() + " is in region " + region + ", which is not connected",
                        Map.of("region", region.value())))
                .logs(attempt.id(), wanted, from, follow);
    }

    /** Why a log ended before its end, as a failure that a retry from the last offset can mend. */
    public Failure brokenLog(String idOrName, String why) {
        return new Failure(
                Reason.REGION_UNREACHABLE,
                "the output of " + shortened(idOrName) + " stopped: " + why + "; ask again from the last offset");
    }

    private Attempt attemptOf(Workload workload, long epoch, int part) {
        var last = workload.attempt();
        if (last == null) {
            throw new Failure(
                    Reason.WRONG_STATE,
                    workload.id() + " has not been placed yet, so it has no output; it is "
                            + workload.state().why().message());
        }
        var wanted = new AttemptId(workload.id(), epoch == 0 ? last.id().epoch() : epoch, part);
        return wanted.equals(last.id().ofTry())
                ? last
                : ledger.attempt(wanted).orElseThrow(() -> Failure.notFound("attempt", wanted.toString()));
    }

    private static Failure reused(Request request) {
        return new Failure(
                Reason.REQUEST_ID_REUSED,
                "request id " + request.id() + " was used before for another request",
                Map.of("request_id", request.id()));
    }

    /** What a user wrote, fit for a message. */
    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "… (" + text.length() + " characters)";
    }

    /** The states by their names on the wire. */
    public static List<String> stateNames() {
        return List.of("QUEUED", "PLACING", "STARTING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED");
    }
}
