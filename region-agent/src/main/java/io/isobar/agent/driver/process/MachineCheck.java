package io.isobar.agent.driver.process;

import io.isobar.agent.driver.LinkCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine has what runs work and tells of it. */
final class MachineCheck {
    private MachineCheck() {}

    static List<LinkCheck> run(Path proc) {
        return List.of(programs(), proc(proc));
    }

    private static LinkCheck programs() {
        String link = "programs";
        Path shell = Path.of("/bin/sh");
        if (!Files.isExecutable(shell)) {
            return LinkCheck.bad(link, "sh", shell + " cannot be executed", "install a POSIX shell as " + shell);
        }
        try {
            return LinkCheck.good(
                    link,
                    "sh, setsid, mv",
                    "found: " + shell + ", " + Supervisor.program("setsid") + ", " + Supervisor.program("mv"));
        } catch (IOException e) {
            return LinkCheck.bad(
                    link, "setsid, mv", String.valueOf(e.getMessage()), "install util-linux and coreutils");
        }
    }

    private static LinkCheck proc(Path proc) {
        String link = "proc";
        String remedy = "mount procfs there, readable for the agent's account";
        MemoryInfo memory = MemoryInfo.read(proc).orElse(null);
        if (memory == null) {
            return LinkCheck.bad(link, proc.toString(), proc + "/meminfo does not tell of memory", remedy);
        }
        try {
            return LinkCheck.good(
                    link,
                    proc.toString(),
                    ProcessorTimes.read(proc).processors() + " processors, " + (memory.total() >> 20) + " MiB");
        } catch (IOException e) {
            return LinkCheck.bad(link, proc.toString(), String.valueOf(e.getMessage()), remedy);
        }
    }
}
