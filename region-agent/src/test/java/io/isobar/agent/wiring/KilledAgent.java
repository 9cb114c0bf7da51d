package io.isobar.agent.wiring;

import io.isobar.agent.session.BrokerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process region in a Java process of its own, to be killed: {@code KilledAgent STATE_FOLDER BROKER}. */
public final class KilledAgent {
    private KilledAgent() {}

    static Process start(Path stateFolder, BrokerAddress broker) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAgent.class.getName(),
                        stateFolder.toString(),
                        broker.toString())
                .redirectErrorStream(true)
                .redirectOutput(stateFolder.resolve("agent.log").toFile())
                .start();
    }

    /** Runs until it is killed, or whoever started it is gone. */
    public static void main(String[] arguments) throws IOException {
        try (RunningAgent _ = RunningAgent.process(Path.of(arguments[0]), BrokerAddress.parse(arguments[1]))) {
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
