package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.ResourceManagerDriverContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
        named = RealSlurm.NEWER,
        matches = ".+",
        disabledReason =
                "NOT RUN, there is no newer Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot")
class NewerRestSlurmDriverContractTest extends ResourceManagerDriverContract {
    @Override
    protected DriverSite site(Path emptyFolder) {
        return new SlurmSite(emptyFolder, RealSlurm.newerByRest());
    }
}
