package io.isobar.standalone.federation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A federation file that has been read and checked.
 *
 * @param file where it is
 * @param launch how the parts are started
 * @param broker configuration keys of the broker, whole
 * @param agents in the order of the file
 */
public record Federation(Path file, LaunchSettings launch, Map<String, String> broker, List<AgentPlan> agents) {
    public Federation {
        broker = Map.copyOf(broker);
        agents = List.copyOf(agents);
    }
}
