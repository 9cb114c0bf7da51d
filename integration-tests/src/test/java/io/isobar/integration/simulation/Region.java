package io.isobar.integration.simulation;

import io.grpc.ManagedChannel;
import io.isobar.agent.driver.Work;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compute centre: its machine, its resource manager, and the lives of its agent one after another. */
final class Region {
    private final World world;
    private final Timeline time;
    private final RegionProfile profile;
    private final Machine machine;
    private final ResourceManager manager;
    private final Inventory told;
    private final Promise promise;
    private Duration diskTakes = Duration.ofMillis(3);
    private @Nullable Life life;
    private @Nullable AgentProcess agent;
    private int lives;

    /**
     * One whose agent has not begun.
     *
     * @param has what is really there
     * @param told what its agent is told of it
     */
    Region(World world, String name, Machine machine, Inventory has, Inventory told, Promise promise) {
        this.world = world;
        this.time = world.time();
        this.machine = machine;
        this.told = told;
        this.promise = promise;
        this.profile = new RegionProfile(
                new RegionName(name),
                new ProviderName("somebody"),
                Place.UNKNOWN,
                ManagerKind.SIMULATED,
                ComputeClass.UNKNOWN);
        this.manager = new ResourceManager(time, name, machine, world.truth(), promise, this::confirms);
        world.truth().has(has);
    }

    String name() {
        return profile.name().value();
    }

    RegionProfile profile() {
        return profile;
    }

    Machine machine() {
        return machine;
    }

    ResourceManager manager() {
        return manager;
    }

    Inventory told() {
        return told;
    }

    Promise promise() {
        return promise;
    }

    /** What its agent answers a kubelet that asks whether work may go on; false also where there is none, or it sleeps. */
    private boolean confirms() {
        return agent != null && life != null && life.isAwake() && agent.allows(Promise.WITHIN);
    }

    List<HostPort> brokers() {
        return world.brokerAddresses();
    }

    ManagedChannel dial(HostPort address, Life from) {
        return world.dial(this, address, from);
    }

    void slowDisk(Duration mean) {
        diskTakes = mean;
    }

    Duration diskTakes() {
        return time.about(diskTakes).plusNanos(100_000);
    }

    /** It was written down before it is started. */
    void launches(Work work) {
        var written = machine.journal().find(work.id());
        world.judge()
                .require(
                        written != null && !(written.state() instanceof AttemptState.Held) && !written.hasEnded(),
                        () -> work.id() + " is launched in " + name() + " and the journal says "
                                + (written == null ? "nothing of it" : written.state()));
    }

    boolean isAlive() {
        return life != null && !life.hasEnded();
    }

    void begin() {
        if (isAlive()) {
            return;
        }
        var next = new Life(time, name() + "/" + ++lives, this::died);
        life = next;
        time.note(next.name() + " BEGINS");
        var process = new AgentProcess(time, this, next, world.topic());
        agent = process;
        process.begin();
    }

    /** Killed from outside. */
    void kill() {
        var dying = life;
        if (dying != null && !dying.hasEnded()) {
            time.note(dying.name() + " IS KILLED");
            dying.end();
            died();
        }
    }

    private void died() {
        manager.attach(null);
        agent = null;
        machine.journal().tear(time.dice().nextInt(machine.journal().underWay() + 1));
        world.connections().ofRegion(name(), true);
        time.after(time.about(Duration.ofSeconds(world.isCalm() ? 1 : 8)), "", this::begin);
    }

    void crashAfter(int steps) {
        if (life != null) {
            life.crashAfter(steps);
        }
    }

    void sleep(Duration length) {
        if (life != null) {
            time.note(life.name() + " SLEEPS " + length);
            life.sleep(length);
        }
    }

    void wake() {
        if (life != null) {
            life.wake();
        }
    }

    void poke() {
        if (agent != null) {
            agent.poke();
        }
    }

    /** What admission holds; 0 where no agent lives. */
    int held() {
        return agent == null ? 0 : agent.held();
    }
}
