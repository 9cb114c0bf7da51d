package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.ResourceManagerDriverContract;
import java.nio.file.Path;

class SimulatedDriverContractTest extends ResourceManagerDriverContract {
    @Override
    protected DriverSite site(Path emptyFolder) {
        return new SimulatedSite();
    }
}
