package io.isobar.integration.simulation;

import java.util.ArrayList;
import java.util.List;

/** The connections that are there, to be broken. */
final class Connections {
    private final Timeline time;
    private final List<Open> open = new ArrayList<>();

    private record Open(String region, String broker, Connection connection) {}

    Connections(Timeline time) {
        this.time = time;
    }

    void add(String region, String broker, Connection connection) {
        open.removeIf(one -> one.connection.isOver());
        open.add(new Open(region, broker, connection));
    }

    /** Those of a region break; {@code process}: because its agent died, and then only the other side can be told. */
    void ofRegion(String region, boolean process) {
        each(one -> one.region.equals(region), !process, true);
    }

    /** Those of a region are over for its brokers, and their last words are still on their way to the agent. */
    void strand(String region) {
        for (var one : List.copyOf(open)) {
            if (one.region.equals(region)) {
                open.remove(one);
                one.connection.strand();
            }
        }
    }

    /** Those of a broker that died. */
    void ofBroker(String broker) {
        each(one -> one.broker.equals(broker), true, false);
    }

    private void each(java.util.function.Predicate<Open> which, boolean tellAgent, boolean tellBroker) {
        for (var one : List.copyOf(open)) {
            if (which.test(one)) {
                open.remove(one);
                // Now and then nobody is told: a machine that is switched off, a firewall that forgets.
                boolean silent = time.chance(0.3);
                one.connection.breakOff(tellAgent && !silent, tellBroker && !silent);
            }
        }
    }
}
