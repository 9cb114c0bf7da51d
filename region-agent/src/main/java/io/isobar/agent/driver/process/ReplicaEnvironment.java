package io.isobar.agent.driver.process;

import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkVariables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment of a replica: nothing of the agent's own, then the workload's, then ours, which the workload cannot change. */
final class ReplicaEnvironment {
    static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ReplicaEnvironment() {}

    static Map<String, String> of(LaunchOrder order, int replica, ReplicaFolder folder, Path stateFolder) {
        Path workFolder = folder.work();
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", DEFAULT_PATH);
        environment.put("HOME", workFolder.toString());
        environment.put("LANG", "C.UTF-8");
        environment.putAll(WorkVariables.of(order, order.demand().shape().millicpus()));
        environment.put("PWD", workFolder.toString());
        environment.put("ISOBAR_WHEN_CUT_OFF", order.keepRunning() ? "keep_running" : "stop");
        environment.put("ISOBAR_REPLICA", Integer.toString(replica));
        environment.put(WorkVariables.PROGRESS_FILE, folder.progress().toString());
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
