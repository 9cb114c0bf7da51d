package io.isobar.agent.driver.process;

import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.ResourceManagerDriverContract;
import java.nio.file.Path;

class ProcessDriverContractTest extends ResourceManagerDriverContract {
    @Override
    protected DriverSite site(Path emptyFolder) {
        return new LocalMachineSite(emptyFolder);
    }
}
