package io.isobar.cli.verb;

import io.isobar.cli.manifest.ManifestFile;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Escapes;
import io.isobar.proto.workload.v1.WorkloadSource;
import picocli.CommandLine.Option;

/** The workload file of a verb. */
final class FileOption {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The workload file, or a batch script, Job or SkyPilot task; - for standard input.")
    private String file = "";

    /** How a message calls it. */
    String shown() {
        return file.equals("-") ? "standard input" : Escapes.line(file);
    }

    WorkloadSource read(Surroundings surroundings) {
        return ManifestFile.read(file, surroundings.in());
    }
}
