package io.isobar.integration.fault;

import io.isobar.integration.scenario.Runs;
import io.isobar.proto.workload.v1.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The file in which a workload writes down that it began, and that it ended, with its attempt. */
record Witness(Path file) {
    /**
     * Whether its workload ran once, whole. Not necessarily by its first attempt: one whose agent died before it could start anything is
     * followed by another.
     */
    boolean isOfOneRun(String id) throws IOException {
        var lines = lines();
        return lines.size() == 2
                && lines.getFirst().startsWith("begin " + id + "-")
                && lines.getLast().equals(lines.getFirst().replace("begin", "end"));
    }

    /** Runs for so many tenths of a second, in any region. */
    WorkloadSpec workload(int tenths) {
        var script = "echo \"begin $ISOBAR_ATTEMPT\" >>'" + file + "'; for i in $(seq " + tenths
                + "); do sleep 0.1; done; echo \"end $ISOBAR_ATTEMPT\" >>'" + file + "'";
        return Runs.command("east", "sh", "-c", script).toBuilder()
                .setPlacement(Runs.command("east").getPlacement().toBuilder().clearRegions())
                .build();
    }

    List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        }
    }
}
