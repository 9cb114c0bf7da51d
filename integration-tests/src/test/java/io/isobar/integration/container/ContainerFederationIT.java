package io.isobar.integration.container;

import io.isobar.integration.scenario.CrashContract;
import io.isobar.integration.scenario.CrowdContract;
import io.isobar.integration.scenario.Federation;
import io.isobar.integration.scenario.FirstHourContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios on PostgreSQL and Kafka in containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerFederationIT implements FirstHourContract, CrashContract, CrowdContract {
    private Federation federation;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Docker.require();
        federation = ContainerFederation.start(folder);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Override
    public Federation federation() {
        return federation;
    }
}
