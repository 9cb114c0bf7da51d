package io.isobar.cli.verb;

import io.isobar.cli.manifest.ManifestFile;
import io.isobar.cli.shell.Surroundings;
import io.isobar.proto.workload.v1.WorkloadSource;
import picocli.CommandLine.Option;

/** The workload file of a verb. */
final class FileOption {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The workload file; - for standard input.")
    private String file = "";

    WorkloadSource read(Surroundings surroundings) {
        return ManifestFile.read(file, surroundings.in());
    }
}
