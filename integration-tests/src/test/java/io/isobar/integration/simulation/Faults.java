package io.isobar.integration.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What goes wrong in one run: of all kinds of faults the run's own, at times that are drawn, each for a while. */
final class Faults {
    /** Each takes minutes to come to its end; two at a time would look like an outage of the broker's own network, and nothing be given up. */
    private static final List<Kind> STORIES = List.of(Kind.CUT_WHEN_FENCED, Kind.STRANDED, Kind.PARTITION);

    private static final Duration STORY = Duration.ofMinutes(2);

    private final World world;
    private final Timeline time;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final Duration pace;
    private Duration untilFenced = Duration.ZERO;
    private Duration untilTold = Duration.ZERO;

    private enum Kind {
        CUT_REGION,
        CUT_ONE_WAY,
        CUT_BROKER,
        CUT_KAFKA,
        CUT_WHEN_FENCED,
        STRANDED,
        PARTITION,
        HANG,
        RESET,
        KILL_AGENT,
        KILL_BROKER,
        CRASH_AGENT,
        CRASH_BROKER,
        AGENT_SLEEPS,
        BROKER_SLEEPS,
        AGENT_CLOCK,
        BROKER_CLOCK,
        SLOW_DISK,
        STORE_AWAY,
        SLOW_STORE,
        CUT_STORE,
        STORE_ANSWERS,
        TWICE,
        LIES,
        NODE
    }

    Faults(World world) {
        this.world = world;
        this.time = world.time();
        // Few kinds at a time reach states that all kinds together would cut short.
        boolean focused = time.chance(0.6);
        double share = focused ? 0.03 : 0.15 + 0.6 * time.dice().nextDouble();
        for (var kind : Kind.values()) {
            if (time.chance(share)) {
                kinds.add(kind);
            }
        }
        if (focused) {
            int drawn = time.dice().nextInt(STORIES.size() + 1);
            kinds.add(drawn < STORIES.size() ? STORIES.get(drawn) : Kind.TWICE);
        }
        pace = Duration.ofSeconds(2 + time.dice().nextInt(20));
    }

    void begin() {
        world.topic().observe((region, number) -> {
            if (untilFenced.compareTo(time.now()) > 0 && time.chance(0.7)) {
                // The answer to what it asked of the topic a moment ago may still come.
                cut(new Wire.Way(region.value(), FenceTopic.KAFKA), STORY);
            }
        });
        time.note("faults: " + kinds + " every " + pace);
        time.after(time.about(Duration.ofSeconds(2)), "", this::load);
        time.after(Duration.ofSeconds(15), "", this::next);
        time.after(World.FAULTS_LAST, "", world::calm);
    }

    private void load() {
        if (world.isCalm()) {
            return;
        }
        if (time.chance(0.12)) {
            world.user().cancel();
        } else {
            world.user().submit();
        }
        time.after(time.about(Duration.ofSeconds(6)), "", this::load);
    }

    private void next() {
        if (world.isCalm()) {
            return;
        }
        if (!kinds.isEmpty()) {
            var list = List.copyOf(new ArrayList<>(kinds));
            happen(list.get(time.dice().nextInt(list.size())));
        }
        time.after(time.about(pace), "", this::next);
    }

    private Region region() {
        return world.regions().get(time.dice().nextInt(world.regions().size()));
    }

    private Host host() {
        return world.hosts().get(time.dice().nextInt(world.hosts().size()));
    }

    private Duration aWhile() {
        return time.about(Duration.ofSeconds(time.chance(0.5) ? 10 : 70));
    }

    private void happen(Kind kind) {
        if (STORIES.contains(kind)) {
            if (untilTold.compareTo(time.now()) > 0) {
                return;
            }
            untilTold = time.now().plus(STORY);
        }
        time.note("FAULT " + kind);
        switch (kind) {
            case CUT_REGION -> {
                var region = region().name();
                world.hosts().forEach(host -> both(new Wire.Way(region, host.name())));
                if (time.chance(0.6)) {
                    both(new Wire.Way(region, FenceTopic.KAFKA));
                }
            }
            case CUT_ONE_WAY -> {
                var region = region().name();
                boolean up = time.chance(0.5);
                for (var host : world.hosts()) {
                    var way = new Wire.Way(region, host.name());
                    cut(up ? way : way.back(), aWhile());
                }
            }
            case CUT_BROKER -> {
                var host = host().name();
                world.regions().forEach(region -> {
                    if (time.chance(0.9)) {
                        both(new Wire.Way(region.name(), host));
                    }
                });
                if (time.chance(0.3)) {
                    both(new Wire.Way(host, FenceTopic.KAFKA));
                }
            }
            case CUT_KAFKA -> {
                if (time.chance(0.5)) {
                    both(new Wire.Way(host().name(), FenceTopic.KAFKA));
                } else {
                    both(new Wire.Way(region().name(), FenceTopic.KAFKA));
                }
            }
            // What is cut off at that very moment has the longest lease that it can have.
            case CUT_WHEN_FENCED -> {
                untilFenced = time.now().plus(Duration.ofSeconds(90));
                var region = busiest().name();
                for (var host : world.hosts()) {
                    var way = new Wire.Way(region, host.name());
                    cut(way, STORY);
                    cut(way.back(), STORY);
                }
                if (time.chance(0.7)) {
                    hang(new Wire.Way(region, FenceTopic.KAFKA).back(), 1, STORY);
                }
            }
            // What its broker said last is held up until long after the broker was told that it is gone.
            case STRANDED -> {
                var region = busiest().name();
                world.hosts()
                        .forEach(host -> hang(new Wire.Way(region, host.name()).back(), 1, Duration.ofSeconds(40)));
                time.after(time.upTo(Duration.ofSeconds(10)), "", () -> strand(region));
            }
            // One region alone is with the broker that led.
            case PARTITION -> {
                var length = Duration.ofSeconds(90).plus(time.about(Duration.ofSeconds(30)));
                var leading = world.anyListening();
                var left = leading == null ? host().name() : leading.host();
                var with = busiest();
                for (var host : world.hosts()) {
                    if (host.name().equals(left)) {
                        host.cutFromStore(length, true);
                    }
                    for (var region : world.regions()) {
                        if ((region == with) != host.name().equals(left)) {
                            var way = new Wire.Way(region.name(), host.name());
                            cut(way, length);
                            cut(way.back(), length);
                        }
                    }
                }
            }
            case HANG -> {
                var region = region().name();
                var to = time.chance(0.3) ? FenceTopic.KAFKA : host().name();
                var way = time.chance(0.5) ? new Wire.Way(region, to) : new Wire.Way(region, to).back();
                hang(way, 0.05 + 0.5 * time.dice().nextDouble(), aWhile());
            }
            case RESET -> world.connections().ofRegion(region().name(), false);
            case KILL_AGENT -> region().kill();
            case KILL_BROKER -> host().kill();
            case CRASH_AGENT -> region().crashAfter(1 + time.dice().nextInt(30));
            case CRASH_BROKER -> host().crashAfter(1 + time.dice().nextInt(40));
            case AGENT_SLEEPS -> region().sleep(aWhile());
            case BROKER_SLEEPS -> host().sleep(aWhile());
            case AGENT_CLOCK ->
                region().machine().set(time.upTo(Duration.ofHours(2)).minusHours(1));
            case BROKER_CLOCK -> host().set(time.upTo(Duration.ofMinutes(4)).minusMinutes(2));
            case SLOW_DISK -> {
                var slow = region();
                slow.slowDisk(Duration.ofMillis(50 + time.dice().nextInt(3_000)));
                time.after(aWhile(), "", () -> slow.slowDisk(Duration.ofMillis(3)));
            }
            case STORE_AWAY -> world.store().away(time.about(Duration.ofSeconds(5)));
            case SLOW_STORE -> {
                world.store().slow(Duration.ofMillis(100 + time.dice().nextInt(3_000)));
                time.after(aWhile(), "", () -> world.store().quick());
            }
            case CUT_STORE -> {
                var host = host();
                var length = aWhile();
                host.cutFromStore(length, time.chance(0.5));
            }
            case STORE_ANSWERS -> {
                world.store().loseAnswers(0.2);
                time.after(aWhile(), "", () -> world.store().loseAnswers(0));
            }
            case TWICE -> {
                world.copying().copy(0.2 + 0.6 * time.dice().nextDouble());
                time.after(aWhile(), "", () -> world.copying().copy(0));
            }
            case LIES -> {
                world.copying().lie(0.3);
                time.after(aWhile(), "", () -> world.copying().lie(0));
            }
            case NODE -> {
                var manager = region().manager();
                var running = manager.running();
                if (!running.isEmpty()) {
                    manager.fail(running.get(time.dice().nextInt(running.size())));
                }
            }
        }
    }

    private void strand(String region) {
        world.connections().strand(region);
        for (var host : world.hosts()) {
            cut(new Wire.Way(region, host.name()), STORY);
        }
        var kafka = new Wire.Way(region, FenceTopic.KAFKA);
        cut(kafka, STORY);
        cut(kafka.back(), STORY);
    }

    /** Where most would run twice. */
    private Region busiest() {
        return world.regions().stream()
                .max(Comparator.comparingInt(
                        region -> region.manager().running().size()))
                .orElseThrow();
    }

    private void hang(Wire.Way way, double share, Duration length) {
        world.wire().hang(way, share);
        time.after(length, "", () -> world.wire().hang(way, 0));
    }

    private void both(Wire.Way way) {
        var length = aWhile();
        cut(way, length);
        cut(way.back(), length);
    }

    private void cut(Wire.Way way, Duration length) {
        world.wire().cut(way);
        time.after(length, "", () -> world.wire().mend(way));
    }
}
