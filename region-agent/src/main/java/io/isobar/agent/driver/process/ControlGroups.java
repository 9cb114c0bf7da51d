package io.isobar.agent.driver.process;

import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits by the kernel: version 2 where it is delegated to us, else the controllers of version 1 that can be written, else none.
 * Always below the agent's own group, so that what limits the agent limits its work. A limit that cannot be set is said once and
 * never a reason to fail.
 */
final class ControlGroups {
    private static final System.Logger LOG = System.getLogger(ControlGroups.class.getName());
    private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids");
    private static final long PERIOD_US = 100_000;
    private static final long MIN_QUOTA_US = 1_000;
    private static final long MAX_PIDS = 16_384;

    /** Where each controller's groups are made; in version 2 it is one place for all. */
    private final Map<String, Path> bases;

    private final boolean unified;

    private ControlGroups(Map<String, Path> bases, boolean unified) {
        this.bases = bases;
        this.unified = unified;
    }

    /** Looks what the system allows; the name is the agent's own group, the same after each restart. */
    static ControlGroups detect(String name) {
        Map<String, Path> bases = new HashMap<>();
        boolean unified = false;
        try {
            List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
            List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
            Path second = secondVersion(mounts, own, name);
            if (second != null) {
                unified = true;
                CONTROLLERS.forEach(controller -> bases.put(controller, second));
            } else {
                for (String controller : CONTROLLERS) {
                    Path base = firstVersion(mounts, own, controller, name);
                    if (base != null) {
                        bases.put(controller, base);
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "control groups cannot be read", e);
        }
        Set<String> missing = new HashSet<>(CONTROLLERS);
        missing.removeAll(bases.keySet());
        if (missing.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "limits by control groups version=" + (unified ? 2 : 1));
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no limits by the kernel for " + missing
                            + "; work is trusted to keep to what it asked for. Run the agent with a delegated cgroup to have them");
        }
        return new ControlGroups(bases, unified);
    }

    boolean limits(String controller) {
        return bases.containsKey(controller);
    }

    private static @Nullable Path secondVersion(List<String> mounts, List<String> own, String name) {
        Path mount = mountOf(mounts, "cgroup2", null);
        String path = ownPath(own, "");
        if (mount == null || path == null) {
            return null;
        }
        Path group = mount.resolve(path.substring(1));
        // With systemd's DelegateSubgroup the group that may be divided is the parent of ours.
        Path parent = group.getParent();
        for (Path candidate : parent == null ? List.of(group) : List.of(group, parent)) {
            if (candidate.startsWith(mount) && controls(candidate, "cgroup.controllers")) {
                write(candidate.resolve("cgroup.subtree_control"), "+memory +cpu +pids");
                Path base = candidate.resolve(name);
                if (controls(candidate, "cgroup.subtree_control") && create(base)) {
                    write(base.resolve("cgroup.subtree_control"), "+memory +cpu +pids");
                    return base;
                }
            }
        }
        return null;
    }

    private static boolean controls(Path group, String file) {
        try {
            return Set.of(Files.readString(group.resolve(file)).strip().split(" ", -1))
                    .containsAll(CONTROLLERS);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Path firstVersion(List<String> mounts, List<String> own, String controller, String name) {
        Path mount = mountOf(mounts, "cgroup", controller);
        String path = ownPath(own, controller);
        if (mount == null || path == null) {
            return null;
        }
        Path group = mount.resolve(path.substring(1));
        Path base = (Files.isDirectory(group) ? group : mount).resolve(name);
        return create(base) ? base : null;
    }

    private static @Nullable Path mountOf(List<String> mounts, String type, @Nullable String controller) {
        for (String line : mounts) {
            String[] halves = line.split(" - ", 2);
            String[] right = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
            if (right.length >= 3
                    && right[0].equals(type)
                    && (controller == null || Set.of(right[2].split(",", -1)).contains(controller))) {
                return Path.of(halves[0].split(" ", -1)[4]);
            }
        }
        return null;
    }

    private static @Nullable String ownPath(List<String> own, String controller) {
        for (String line : own) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
                return fields[2];
            }
        }
        return null;
    }

    private static boolean create(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    /** The group of one replica with its limits; an amount of 0 is no limit. */
    ReplicaGroup create(String replica, Resources shape) {
        Map<String, Path> folders = new HashMap<>();
        bases.forEach((controller, base) -> {
            Path folder = base.resolve(replica);
            if (create(folder)) {
                folders.put(controller, folder);
            }
        });
        if (folders.containsKey("memory") && shape.memoryBytes() > 0) {
            limitMemory(folders.get("memory"), shape.memoryBytes());
        }
        if (folders.containsKey("cpu") && shape.millicpus() > 0) {
            limitCpu(folders.get("cpu"), shape.millicpus());
        }
        if (folders.containsKey("pids")) {
            write(folders.get("pids").resolve("pids.max"), Long.toString(MAX_PIDS));
        }
        return new ReplicaGroup(List.copyOf(new HashSet<>(folders.values())));
    }

    /** The group that a replica from before a restart is in. */
    ReplicaGroup find(String replica) {
        List<Path> folders = new ArrayList<>();
        for (Path base : new HashSet<>(bases.values())) {
            if (Files.isDirectory(base.resolve(replica))) {
                folders.add(base.resolve(replica));
            }
        }
        return new ReplicaGroup(List.copyOf(folders));
    }

    private void limitMemory(Path folder, long bytes) {
        if (unified) {
            write(folder.resolve("memory.max"), Long.toString(bytes));
            write(folder.resolve("memory.swap.max"), "0");
            write(folder.resolve("memory.oom.group"), "1");
        } else {
            write(folder.resolve("memory.limit_in_bytes"), Long.toString(bytes));
            write(folder.resolve("memory.memsw.limit_in_bytes"), Long.toString(bytes));
        }
    }

    private void limitCpu(Path folder, long millicpus) {
        long quota = Math.max(MIN_QUOTA_US, Math.min(millicpus, 1_000_000_000) * (PERIOD_US / 1_000));
        if (unified) {
            write(folder.resolve("cpu.max"), quota + " " + PERIOD_US);
        } else {
            write(folder.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_US));
            write(folder.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "limit not set: " + file + " = " + value, e);
        }
    }

    /** Removes the agent's own groups where they are empty. */
    void close() {
        new ReplicaGroup(List.copyOf(new HashSet<>(bases.values()))).remove();
    }
}
