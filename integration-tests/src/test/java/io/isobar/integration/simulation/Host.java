package io.isobar.integration.simulation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a broker runs, one life after another. */
final class Host {
    private final World world;
    private final Timeline time;
    private final String name;
    private Duration ahead;
    private @Nullable BrokerProcess process;
    private int lives;

    Host(World world, String name, Duration ahead) {
        this.world = world;
        this.time = world.time();
        this.name = name;
        this.ahead = ahead;
    }

    String name() {
        return name;
    }

    Instant clock() {
        return time.instant().plus(ahead);
    }

    void set(Duration nowAhead) {
        ahead = nowAhead;
    }

    @Nullable
    BrokerProcess process() {
        var there = process;
        return there == null || there.life().hasEnded() ? null : there;
    }

    void begin() {
        if (process() == null) {
            var life = new Life(time, name + "/" + ++lives, this::died);
            time.note(life.name() + " BEGINS");
            process = new BrokerProcess(world, name, life);
            process.begin();
        }
    }

    void kill() {
        var there = process();
        if (there != null) {
            time.note(there.life().name() + " IS KILLED");
            there.life().end();
            died();
        }
    }

    private void died() {
        world.connections().ofBroker(name);
        time.after(time.about(Duration.ofSeconds(world.isCalm() ? 1 : 8)), "", this::begin);
    }

    void crashAfter(int steps) {
        var there = process();
        if (there != null) {
            there.life().crashAfter(steps);
        }
    }

    void sleep(Duration length) {
        var there = process();
        if (there != null) {
            time.note(there.life().name() + " SLEEPS " + length);
            there.life().sleep(length);
        }
    }

    void cutFromStore(Duration length, boolean losesSession) {
        var there = process();
        if (there != null) {
            there.cutFromStore(length, losesSession);
        }
    }

    void mendStore() {
        cutFromStore(Duration.ZERO, false);
    }

    void wake() {
        var there = process();
        if (there != null) {
            there.life().wake();
        }
    }
}
