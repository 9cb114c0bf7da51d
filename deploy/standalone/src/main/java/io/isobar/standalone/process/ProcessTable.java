package io.isobar.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks over all processes of the machine that this user may look at. */
public final class ProcessTable {
    private ProcessTable() {}

    /** The processes, this one left out, of which one environment entry NAME=VALUE has a value that matches. */
    public static List<ProcessId> withEnvironment(String name, Predicate<String> value) {
        String prefix = name + "=";
        return pids().stream()
                .filter(pid -> pid != ProcessHandle.current().pid())
                .filter(pid -> environment(pid).stream()
                        .anyMatch(entry -> entry.startsWith(prefix) && value.test(entry.substring(prefix.length()))))
                .flatMap(pid -> ProcessId.of(pid).stream())
                .toList();
    }

    /** A process and all its descendants. */
    public static List<Long> tree(long root) {
        List<Long> tree = new ArrayList<>(List.of(root));
        List<Long> others = new ArrayList<>(pids());
        others.remove(root);
        boolean grew = true;
        while (grew) {
            List<Long> children = others.stream()
                    .filter(pid -> ProcessStat.read(pid)
                            .filter(stat -> tree.contains(stat.parent()))
                            .isPresent())
                    .toList();
            tree.addAll(children);
            others.removeAll(children);
            grew = !children.isEmpty();
        }
        return List.copyOf(tree);
    }

    /** What the process is called, cut to 15 characters by the kernel. */
    public static Optional<String> nameOf(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static List<String> environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException goneOrForeign) {
            return List.of();
        }
    }

    private static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            folders.forEach(folder -> pids.add(Long.valueOf(folder.getFileName().toString())));
        } catch (IOException e) {
            throw new IllegalStateException("cannot list /proc", e);
        }
        return pids;
    }
}
