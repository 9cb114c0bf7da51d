package io.isobar.agent.driver.process;

import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment of a replica: nothing of the agent's own, then the workload's, then ours, which the workload cannot change. */
final class ReplicaEnvironment {
    static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ReplicaEnvironment() {}

    static Map<String, String> of(LaunchOrder order, int replica, Path workFolder, Path stateFolder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", DEFAULT_PATH);
        environment.put("HOME", workFolder.toString());
        environment.put("LANG", "C.UTF-8");
        long millicpus = order.demand().shape().millicpus();
        if (millicpus > 0) {
            environment.put("OMP_NUM_THREADS", Long.toString(Math.max(1, millicpus / 1_000)));
        }
        environment.putAll(order.environment());
        if (millicpus > 0) {
            environment.put(
                    "ISOBAR_CPUS",
                    BigDecimal.valueOf(millicpus, 3).stripTrailingZeros().toPlainString());
        }
        environment.put("PWD", workFolder.toString());
        environment.put("ISOBAR_WHEN_CUT_OFF", order.keepRunning() ? "keep_running" : "stop");
        environment.put("ISOBAR_WORKLOAD", order.key().workload().value());
        environment.put("ISOBAR_EPOCH", Long.toString(order.key().epoch()));
        environment.put("ISOBAR_REPLICA", Integer.toString(replica));
        environment.put("ISOBAR_REPLICAS", Integer.toString(order.demand().replicas()));
        for (String mark : marks(order.key(), stateFolder)) {
            int equals = mark.indexOf('=');
            environment.put(mark.substring(0, equals), mark.substring(equals + 1));
        }
        return environment;
    }

    /** What every process of the attempt carries: the attempt, and the folder that tells this agent's attempts from another's. */
    static List<String> marks(AttemptKey key, Path stateFolder) {
        return List.of("ISOBAR_ATTEMPT=" + key.id(), "ISOBAR_STATE_FOLDER=" + stateFolder);
    }
}
