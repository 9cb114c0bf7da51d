package io.isobar.agent.driver.process;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.files.StateFolders;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all attempts of a region share.
 *
 * @param folder the region's own; absolute
 * @param executor runs what waits for processes, each on a thread of its own
 */
record ProcessSite(
        Path folder,
        Supervisor supervisor,
        ControlGroups groups,
        StateFolders stateFolders,
        Executor executor,
        InstantSource clock,
        WorkListener listener) {
    Path attempts() {
        return folder.resolve("attempts");
    }

    Path attempt(AttemptId id) {
        return attempts().resolve(id.value());
    }

    ReplicaFolder replica(AttemptId id, int replica) {
        return new ReplicaFolder(attempt(id).resolve(Integer.toString(replica)));
    }

    Path stateFolder(WorkloadId workload) {
        return stateFolders.of(workload);
    }
}
