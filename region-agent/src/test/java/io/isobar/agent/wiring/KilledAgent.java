package io.isobar.agent.wiring;

import io.isobar.agent.endpoint.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A region of this machine, or of Slurm, in a Java process of its own, to be killed: {@code KilledAgent STATE BROKER [SLURM_CONF]}. */
public final class KilledAgent {
    private KilledAgent() {}

    private static final String SLURM = "slurm";
    private static final String KUBERNETES = "kubernetes";

    static Process start(Path stateFolder, HostPort broker, Path... slurm) throws IOException {
        return start(
                stateFolder,
                broker,
                Stream.of(slurm)
                        .flatMap(path -> Stream.of(SLURM, path.toString()))
                        .toList());
    }

    static Process onKubernetes(Path stateFolder, HostPort broker, Path kubeconfig) throws IOException {
        return start(stateFolder, broker, List.of(KUBERNETES, kubeconfig.toString()));
    }

    private static Process start(Path stateFolder, HostPort broker, List<String> manager) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledAgent.class.getName(),
                stateFolder.toString(),
                broker.toString()));
        line.addAll(manager);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(stateFolder.resolve("agent.log").toFile())
                .start();
    }

    /** Runs until it is killed, or whoever started it is gone. */
    public static void main(String[] arguments) throws IOException {
        Path stateFolder = Path.of(arguments[0]);
        HostPort broker = HostPort.parse(arguments[1]);
        String manager = arguments.length > 2 ? arguments[2] : "";
        try (RunningAgent _ =
                switch (manager) {
                    case SLURM -> RunningAgent.slurm(stateFolder, Path.of(arguments[3]), broker);
                    case KUBERNETES -> RunningAgent.kubernetes(stateFolder, Path.of(arguments[3]), broker);
                    default -> RunningAgent.process(stateFolder, broker);
                }) {
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
