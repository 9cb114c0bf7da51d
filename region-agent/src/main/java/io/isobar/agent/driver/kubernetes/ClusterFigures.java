package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Figures of a cluster: what pods have asked for, of all; whether they use it, the API server does not say. */
final class ClusterFigures {
    private ClusterFigures() {}

    static List<Measurement> of(ClusterLook look, int waiting, Instant now) {
        List<Measurement> figures = new ArrayList<>();
        figures.add(new Measurement(Quantity.QUEUE_LENGTH, waiting, true, now));
        long cpus = look.nodes().stream()
                .mapToLong(node -> node.allocatable().orZero(Amounts.CPU))
                .sum();
        if (cpus > 0 && look.pods() != null) {
            long taken = look.pods().stream()
                    .mapToLong(pod -> pod.requests().orZero(Amounts.CPU))
                    .sum();
            figures.add(new Measurement(Quantity.CPU_UTILISATION, Math.clamp(taken / (double) cpus, 0, 1), false, now));
        }
        return figures;
    }
}
