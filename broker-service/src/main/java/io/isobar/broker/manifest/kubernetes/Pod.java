package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.HostArchitecture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod template asks for and runs; equal templates are equal.
 *
 * @param command empty: the image's own
 * @param folder empty: the image's own
 */
record Pod(
        String image,
        List<String> command,
        String folder,
        Map<String, String> environment,
        CpuRange cpus,
        @Nullable MemoryRange memory,
        List<AcceleratorChoice> accelerators,
        @Nullable HostArchitecture architecture,
        @Nullable Duration timeLimit) {
    Pod {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        accelerators = List.copyOf(accelerators);
    }
}
