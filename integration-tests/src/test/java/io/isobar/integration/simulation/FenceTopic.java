package io.isobar.integration.simulation;

import io.isobar.agent.lease.FenceWatch;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.proto.region.v1.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The topic of fences in Kafka: a log that brokers append to and agents read to its end, each over a way of its own. */
final class FenceTopic {
    static final String KAFKA = "kafka";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration READ_LIMIT = Duration.ofSeconds(20);

    private final Timeline time;
    private final Wire wire;
    private final List<Fence> log = new ArrayList<>();
    private final List<BiConsumer<RegionName, Long>> observers = new ArrayList<>();

    FenceTopic(Timeline time, Wire wire) {
        this.time = time;
        this.wire = wire;
    }

    /** Is told of each fence that a broker is about to write. */
    void observe(BiConsumer<RegionName, Long> observer) {
        observers.add(observer);
    }

    /** As the broker at this place writes; what was sent may arrive after who sent it has died, and the answer may not. */
    FenceLog writtenFrom(String place, Life broker) {
        var way = new Wire.Way(place, KAFKA);
        return (region, number, durable) -> {
            broker.step("writing a fence");
            observers.forEach(observer -> observer.accept(region, number));
            if (!wire.isOpen(way)) {
                return;
            }
            time.after(wire.delay(way), "", () -> arrive(region, number, way, broker, durable));
        };
    }

    private void arrive(RegionName region, long number, Wire.Way way, Life broker, Runnable durable) {
        if (!wire.isOpen(way)) {
            return;
        }
        time.note("FENCE " + region + " " + number);
        log.add(Fence.newBuilder().setRegion(region.value()).setNumber(number).build());
        broker.after(wire.delay(way.back()), "knows of fence " + number + " of " + region, () -> {
            if (wire.isOpen(way.back())) {
                durable.run();
            }
        });
    }

    /** Reads as the agent at this place does, whenever its leases need it. */
    void read(String place, Life agent, FenceWatch watch) {
        agent.after(LOOK, "", () -> look(place, agent, watch));
    }

    private void look(String place, Life agent, FenceWatch watch) {
        var way = new Wire.Way(place, KAFKA);
        if (!watch.isNeeded() || !wire.isOpen(way)) {
            read(place, agent, watch);
            return;
        }
        var asked = watch.asked();
        time.after(wire.delay(way), "", () -> {
            if (!wire.isOpen(way)) {
                agent.after(READ_LIMIT, "", () -> read(place, agent, watch));
                return;
            }
            int end = log.size();
            agent.after(wire.delay(way.back()), "", () -> {
                boolean inTime = watch.asked().minus(asked).compareTo(READ_LIMIT) <= 0;
                if (wire.isOpen(way.back()) && inTime) {
                    time.note(place + " reads " + end + " fences");
                    log.subList(0, end).forEach(fence -> watch.take(fence.getRegion(), fence.toByteArray()));
                    watch.readToTheEnd(asked);
                }
                read(place, agent, watch);
            });
        });
    }
}
