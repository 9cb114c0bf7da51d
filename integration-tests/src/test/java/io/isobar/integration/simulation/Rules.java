package io.isobar.integration.simulation;

import io.isobar.agent.admission.AttemptId;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.util.HashMap;
import java.util.Map;

/** What must always hold, looked at whenever something happens that could break it. */
final class Rules {
    private static final int LEAST_FOR_BREAKER = 3;

    private final World world;
    private final LedgerRules durable;
    private final Usage usage;
    private final Repetition repetition;
    private final Map<String, Long> fences = new HashMap<>();

    Rules(World world) {
        this.world = world;
        this.durable = new LedgerRules(world.judge(), world.truth());
        this.usage = new Usage(world.judge());
        this.repetition = new Repetition(world.time(), world.judge());
    }

    private Judge judge() {
        return world.judge();
    }

    /** A broker that leads is about to make it durable. */
    void committing(Changes changes) {
        usage.check(changes, durable::heldMillicpus);
        durable.check(world.store().ledger(), changes);
    }

    /** A broker says it to a region: it must be durable. */
    void said(Region region, ConnectResponse response) {
        repetition.said(region, response);
        switch (response.getMessageCase()) {
            case RESERVE -> requireDurable(region, response.getReserve().getAttemptId());
            case LAUNCH ->
                requireDurable(region, response.getLaunch().getReservation().getAttemptId());
            case FORGET -> {
                var id = response.getForget().getAttemptId();
                var found = attempt(id);
                judge().require(found == null || !found.isLive(), () -> id + " is to be forgotten and is not over");
            }
            case LEASE -> {
                long told = response.getLease().getFence();
                judge().require(
                                told <= durableFence(region.name()),
                                () -> region.name() + " is told of fence " + told + ", durable is "
                                        + durableFence(region.name()));
            }
            default -> {}
        }
    }

    private void requireDurable(Region region, String id) {
        judge().require(attempt(id) != null, () -> id + " is asked of " + region.name() + " and is not durable");
    }

    private io.isobar.broker.lifecycle.@org.jspecify.annotations.Nullable Attempt attempt(String id) {
        return io.isobar.broker.lifecycle.AttemptId.parse(id)
                .flatMap(world.store().ledger()::attempt)
                .orElse(null);
    }

    /** An agent says it to its broker: an end must be on its disk. */
    void said(Region region, ConnectRequest request) {
        if (request.hasAttempt() && request.getAttempt().hasEnd()) {
            var id = request.getAttempt().getAttemptId();
            var written = region.machine().journal().find(new AttemptId(id));
            judge().require(
                            written == null || written.hasEnded(),
                            () -> region.name() + " tells that " + id + " has ended, and its journal does not");
        }
    }

    private long durableFence(String region) {
        return world.store().ledger().regions().stream()
                .filter(known -> known.facts().name().value().equals(region))
                .mapToLong(known -> known.fence().number())
                .findFirst()
                .orElse(-1);
    }

    /** A fence is about to be written to the topic: its mark must be durable. */
    void fencing(String region, long number) {
        judge().require(
                        number <= durableFence(region),
                        () -> "fence " + number + " of " + region + " is written, durable is " + durableFence(region));
    }

    /** Whether a turn that was just decided fences, while it is rather the broker's own network that is away. */
    void turned(BrokerProcess broker, Changes changes) {
        for (var known : changes.regions().values()) {
            var name = known.facts().name().value();
            long before = Math.max(fences.getOrDefault(name, 0L), durableFence(name));
            if (known.fence().number() > before) {
                fences.put(name, known.fence().number());
                checkBreaker(broker, known);
            }
        }
    }

    private void checkBreaker(BrokerProcess broker, KnownRegion fenced) {
        var coordinator = broker.coordinator();
        long connected = 0;
        long missing = 0;
        // What is lost is settled, but for what may still begin there.
        for (var region : coordinator.view().regions()) {
            if (coordinator.link(region.facts().name()).isPresent()) {
                connected++;
            } else if (region.link() != Link.LOST
                    && region.facts().stopsWhenCutOff()
                    && hasWorkToGiveUp(region.facts().name())) {
                missing++;
            }
        }
        if (missing >= LEAST_FOR_BREAKER && missing > connected) {
            judge().fail(fenced.facts().name() + " is fenced while " + missing + " regions are silent and " + connected
                    + " connected");
        }
    }

    private boolean hasWorkToGiveUp(RegionName region) {
        return world.store().ledger().live().stream()
                .filter(workload -> workload.spec().disconnect() != DisconnectPolicy.KEEP_RUNNING)
                .flatMap(workload -> workload.liveParts().stream())
                .anyMatch(part -> part.assignment().pool().region().equals(region));
    }

    /** What is in memory is what is durable, and a broker that takes that up knows the same. */
    void settled(BrokerProcess broker) {
        if (!broker.isAhead()
                && broker.stillLeads()
                && !world.store().isDoubtful()
                && world.time().chance(0.005)) {
            Reopened.compare(world, broker);
        }
    }

    boolean isAllOver() {
        return world.user().unanswered() == 0 && world.store().ledger().live().isEmpty();
    }

    /** Whether the broker that leads has a report of each pool that is not old. */
    boolean isAllFresh() {
        var broker = world.anyListening();
        return broker != null && broker.coordinator().view().pools().stream().noneMatch(PoolView::old);
    }

    /** Once no fault is left everything that was accepted is over, and nothing is held by anybody. */
    void checkTheEnd() {
        var ledger = world.store().ledger();
        judge().require(
                        world.user().unanswered() == 0,
                        () -> world.user().unanswered() + " requests were never answered");
        for (Workload left : ledger.live()) {
            judge().fail(left.id() + " never ended: " + left.state() + " " + left.parts());
        }
        for (var id : world.user().accepted()) {
            judge().require(
                            ledger.workload(id).filter(Workload::isOver).isPresent(),
                            () -> id + " was accepted and is not over");
        }
        for (var region : world.regions()) {
            judge().require(region.held() == 0, () -> region.name() + " still holds " + region.held() + " attempts");
            judge().require(
                            region.manager().all().isEmpty(),
                            () -> region.name() + " was never told to forget "
                                    + region.manager().all());
            judge().require(
                            region.machine().journal().contents().attempts().isEmpty(),
                            () -> "the journal of " + region.name() + " still has "
                                    + region.machine().journal().contents().attempts());
        }
        var broker = world.anyListening();
        if (broker == null) {
            judge().fail("no broker leads");
        } else {
            checkNothingIsDeducted(broker);
        }
    }

    private void checkNothingIsDeducted(BrokerProcess broker) {
        for (var region : broker.coordinator().view().regions()) {
            var name = region.facts().name();
            judge().require(
                            region.link() == Link.CONNECTED,
                            () -> name + " is " + region.link() + " though nothing is wrong");
        }
        for (var pool : broker.coordinator().view().pools()) {
            judge().require(
                            pool.free().nodesInUse() == 0,
                            () -> "of pool " + pool.key() + " the broker takes " + pool.free()
                                    + " for free, and nothing runs");
        }
        for (var tenant : Federation.TENANTS) {
            judge().require(
                            durable.heldMillicpus(tenant) == 0,
                            () -> "tenant " + tenant + " still holds " + durable.heldMillicpus(tenant));
        }
    }
}
