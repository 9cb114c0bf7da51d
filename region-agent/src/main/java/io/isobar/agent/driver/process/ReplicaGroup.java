package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The control groups of one replica; none where the system allows none. */
record ReplicaGroup(List<Path> folders) {
    private static final System.Logger LOG = System.getLogger(ReplicaGroup.class.getName());

    List<Path> joinFiles() {
        return folders.stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    /** The pids of all that is in it, as the kernel has it: nothing gets out of it by forking. */
    Set<Long> members() {
        Set<Long> pids = new HashSet<>();
        for (Path file : joinFiles()) {
            try {
                Files.readAllLines(file).forEach(line -> pids.add(Long.parseLong(line.strip())));
            } catch (IOException | NumberFormatException e) {
                // The group is gone, and with it all that was in it.
                LOG.log(System.Logger.Level.TRACE, "control group not read", e);
            }
        }
        return pids;
    }

    /** Whether the kernel killed something in it for want of memory. */
    boolean ranOutOfMemory() {
        for (Path folder : folders) {
            for (String file : List.of("memory.events", "memory.oom_control")) {
                if (counter(folder.resolve(file)) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long counter(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("oom_kill ")) {
                    return Long.parseLong(line.substring("oom_kill ".length()).strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    /** Only an empty group can be removed; one that cannot be is removed with the next sweep. */
    void remove() {
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, () -> "control group not removed: " + folder, e);
            }
        }
    }
}
