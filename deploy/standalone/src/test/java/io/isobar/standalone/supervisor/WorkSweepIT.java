package io.isobar.standalone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkSweepIT {
    @TempDir
    Path folder;

    @Test
    void endsTheWholeTreeOfAWorkloadAndNothingOfAnotherFederation() throws IOException, InterruptedException {
        Home home = new Home(folder.resolve("mine"));
        Process work = workload(home.agent("local"), "trap '' TERM; sleep 60 & sleep 61 & wait");
        Process foreign = workload(new Home(folder.resolve("mine-too")).agent("local"), "sleep 62");
        try {
            Awaitility.await().until(() -> ProcessTable.tree(work.pid()).size() == 3);
            List<Long> tree = ProcessTable.tree(work.pid());

            assertThat(new WorkSweep(home).endWork()).isEqualTo(3);

            assertThat(tree).allMatch(pid -> ProcessId.of(pid).isEmpty());
            assertThat(ProcessId.of(foreign.pid())).isPresent();
            assertThat(new WorkSweep(home).endWork()).isZero();
        } finally {
            work.destroyForcibly();
            foreign.destroyForcibly();
        }
    }

    private static Process workload(Path stateFolder, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
        builder.environment().put(WorkSweep.WORK_MARKER, stateFolder.toString());
        return builder.start();
    }
}
