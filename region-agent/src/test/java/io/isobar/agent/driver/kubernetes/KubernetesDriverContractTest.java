package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.ResourceManagerDriverContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
        named = RealKubernetes.CONFIGURATION,
        matches = ".+",
        disabledReason = RealKubernetes.NOT_RUN)
class KubernetesDriverContractTest extends ResourceManagerDriverContract {
    @Override
    protected DriverSite site(Path emptyFolder) {
        return new KubernetesSite(emptyFolder, RealKubernetes.find());
    }
}
