package io.isobar.agent.wiring;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;

/** The agent's configuration from the places where the service reads it, without the service. */
final class OfflineConfiguration {
    private OfflineConfiguration() {}

    /** Throws {@link InvalidConfigurationException} with every problem that there is. */
    static AgentSettings read() {
        AgentConfiguration configuration;
        try {
            configuration = new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .addDefaultSources()
                    .addDiscoveredSources()
                    .withMapping(AgentConfiguration.class)
                    .build()
                    .getConfigMapping(AgentConfiguration.class);
        } catch (ConfigValidationException e) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(e.getProblem(i).getMessage());
            }
            throw new InvalidConfigurationException("the configuration has " + problems.size() + " problem(s):\n  - "
                    + String.join("\n  - ", problems));
        }
        return AgentSettings.read(configuration);
    }
}
