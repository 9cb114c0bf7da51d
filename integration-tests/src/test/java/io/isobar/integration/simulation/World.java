package io.isobar.integration.simulation;

import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.ledger.Changes;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two brokers, some regions, a database, Kafka, users, and what goes wrong between them: one run, all of it from one seed. */
final class World {
    static final Duration FAULTS_LAST = Duration.ofMinutes(6);
    /** A message may be on its way for a quarter of that. */
    private static final Duration NEXT_REPORT = Duration.ofMinutes(1);

    /** Within this time after the last fault all that was accepted is over. */
    private static final Duration CALM_LASTS = Duration.ofMinutes(30);

    /** What waits for so long without a fault has no place where it may run, and its user takes it back. */
    private static final Duration USERS_WAIT = Duration.ofMinutes(15);

    private static final String[] NAMES = {"east", "west", "north", "south", "centre"};

    private final Timeline time;
    private final SilenceRule rule;
    private final Judge judge = new Judge();
    private final Truth truth = new Truth(judge);
    private final Wire wire;
    private final Connections connections;
    private final Store store;
    private final FenceTopic topic;
    private final Rules rules;
    private final List<Region> regions = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Copying copying;
    private final User user;
    private final Faults faults;
    private boolean calm;

    World(long seed) {
        time = new Timeline(seed);
        // What is known to be gone may be fenced while an answer to it is still on its way.
        rule = new SilenceRule(
                Duration.ofSeconds(1 + time.dice().nextInt(10)),
                Duration.ofSeconds(40),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2));
        wire = new Wire(time);
        connections = new Connections(time);
        rules = new Rules(this);
        store = new Store(time, rules::committing);
        topic = new FenceTopic(time, wire);
        topic.observe((region, number) -> rules.fencing(region.value(), number));
        copying = new Copying(time, rules);
        var dice = time.dice();
        hosts.add(new Host(this, "broker-a", time.upTo(Duration.ofSeconds(2))));
        hosts.add(new Host(this, "broker-b", time.upTo(Duration.ofSeconds(2))));
        int count = 3 + dice.nextInt(NAMES.length - 2);
        for (int i = 0; i < count; i++) {
            var has = Federation.inventory(
                    NAMES[i], i == 0 ? 3 : 1 + dice.nextInt(3), 1 + dice.nextInt(2), 0.1 + dice.nextDouble());
            // Clocks of two machines part by less than a hundredth, and their times may be anything.
            var machine = new Machine(
                    time,
                    0.996 + dice.nextDouble() * 0.008,
                    time.upTo(Duration.ofSeconds(20)).minusSeconds(10));
            regions.add(new Region(this, NAMES[i], machine, has, has, Promise.drawn(time)));
        }
        user = new User(this);
        faults = new Faults(this);
    }

    Timeline time() {
        return time;
    }

    /** How long brokers wait for a silent region. */
    SilenceRule rule() {
        return rule;
    }

    Judge judge() {
        return judge;
    }

    Truth truth() {
        return truth;
    }

    Store store() {
        return store;
    }

    FenceTopic topic() {
        return topic;
    }

    Wire wire() {
        return wire;
    }

    Connections connections() {
        return connections;
    }

    Copying copying() {
        return copying;
    }

    List<Region> regions() {
        return regions;
    }

    List<Host> hosts() {
        return hosts;
    }

    User user() {
        return user;
    }

    boolean isCalm() {
        return calm;
    }

    Instant brokerClock(String host) {
        return hosts.stream()
                .filter(one -> one.name().equals(host))
                .findFirst()
                .orElseThrow()
                .clock();
    }

    List<HostPort> brokerAddresses() {
        return hosts.stream().map(host -> new HostPort(host.name(), 1)).toList();
    }

    @Nullable
    BrokerProcess anyListening() {
        return hosts.stream()
                .map(Host::process)
                .filter(process -> process != null && process.listens())
                .findFirst()
                .orElse(null);
    }

    /** A connection of an agent's to the broker at an address. */
    ManagedChannel dial(Region region, HostPort address, Life agent) {
        return new SimulatedChannel(method -> call(region, address.host(), agent));
    }

    private ClientCall<ConnectRequest, ConnectResponse> call(Region region, String host, Life agent) {
        var way = new Wire.Way(region.name(), host);
        var process = hosts.stream()
                .filter(one -> one.name().equals(host))
                .map(Host::process)
                .filter(one -> one != null && one.listens())
                .findFirst()
                .orElse(null);
        var broker = process == null ? new Life(time, host, () -> {}) : process.life();
        var connection = new Connection(
                time, wire, way, agent, broker, AgentSessionServiceGrpc.getConnectMethod(), copying.of(region));
        if (process == null) {
            connection.refuse(wire.delay(way));
        } else {
            connections.add(region.name(), host, connection);
            connection.openTo(process);
        }
        return connection.call();
    }

    /** A broker has decided a turn. */
    void turned(BrokerProcess broker, Changes changes) {
        rules.turned(broker, changes);
    }

    /** All that a broker has decided is durable and said. */
    void settled(BrokerProcess broker) {
        rules.settled(broker);
    }

    /** Runs to its end; throws {@link Violation} at the first event after which something does not hold. */
    void run() {
        hosts.forEach(Host::begin);
        regions.forEach(region -> time.after(time.upTo(Duration.ofSeconds(3)), "", region::begin));
        faults.begin();
        while (!calm) {
            step();
        }
        var limit = time.now().plus(CALM_LASTS);
        var patience = time.now().plus(USERS_WAIT);
        boolean gaveUp = false;
        while (!rules.isAllOver() && time.now().compareTo(limit) < 0) {
            for (int i = 0; i < 100; i++) {
                step();
            }
            if (!gaveUp && time.now().compareTo(patience) > 0) {
                gaveUp = true;
                user.giveUp();
            }
        }
        var rest = time.now().plusSeconds(90);
        while (time.now().compareTo(rest) < 0) {
            step();
        }
        // What an old report says is discounted, and the next may be on a slow way.
        var latest = time.now().plus(NEXT_REPORT);
        while (!rules.isAllFresh() && time.now().compareTo(latest) < 0) {
            step();
        }
        rules.checkTheEnd();
        judge.check();
    }

    private void step() {
        time.step();
        judge.check();
    }

    /** No more faults from here on, and those that are there end. */
    void calm() {
        calm = true;
        time.note("CALM");
        wire.mendAll();
        store.mend();
        copying.stop();
        hosts.forEach(Host::wake);
        hosts.forEach(Host::mendStore);
        regions.forEach(Region::wake);
        regions.forEach(region -> region.slowDisk(Duration.ofMillis(3)));
        hosts.forEach(host -> host.crashAfter(0));
        regions.forEach(region -> region.crashAfter(0));
    }
}
