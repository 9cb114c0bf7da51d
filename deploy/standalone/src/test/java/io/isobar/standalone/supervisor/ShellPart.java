package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real process that serves as soon as it sleeps. */
record ShellPart(String name, Path folder, String script) implements Part {
    @Override
    public String address() {
        return "nowhere";
    }

    @Override
    public Path log() {
        return folder.resolve(name + ".log");
    }

    @Override
    public Launch prepare() {
        return new Launch(List.of("sh", "-c", script), Map.of(), folder, log());
    }

    @Override
    public boolean ready(ProcessId process) {
        return process.alive() && script.startsWith("sleep");
    }

    @Override
    public Duration readyWithin() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Signal stopSignal() {
        return Signal.TERM;
    }

    @Override
    public Duration stopsWithin() {
        return Duration.ofSeconds(5);
    }
}
