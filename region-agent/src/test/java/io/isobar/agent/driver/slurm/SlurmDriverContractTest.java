package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.ResourceManagerDriverContract;
import java.nio.file.Path;

class SlurmDriverContractTest extends ResourceManagerDriverContract {
    @Override
    protected DriverSite site(Path emptyFolder) {
        return new SlurmSite(emptyFolder, RealSlurm.find());
    }
}
