package io.isobar.standalone.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that this JVM started.
 *
 * @param process the JDK's view, for its exit code
 * @param id its identity, to find it again from another JVM
 */
public record RunningProcess(Process process, ProcessId id) {
    static RunningProcess of(Process process) {
        // A process that ended at once has no entry in /proc any more: any start that nothing else can have will do.
        ProcessId id =
                ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), Long.MAX_VALUE, "ended"));
        return new RunningProcess(process, id);
    }

    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks it to stop and, when it does not within the grace, kills it. */
    public void stop(Signal signal, Duration grace) throws InterruptedException {
        id.stop(signal, grace);
        process.waitFor();
    }

    /** "exit code 3" or "signal 9". Only for a process that has ended. */
    public String ending() {
        int code = process.exitValue();
        int signals = 128;
        return code > signals ? "signal " + (code - signals) : "exit code " + code;
    }
}
