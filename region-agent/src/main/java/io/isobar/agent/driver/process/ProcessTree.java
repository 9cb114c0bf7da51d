package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All processes of an attempt: those that carry its marks in their environment, those that descend from them, and those that share
 * a session or a control group with them. A process that leaves its group, its session or its parent is still found; one that also
 * clears its environment is found while its parent or session lives, or where there are control groups.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");

    private final byte[][] marks;
    private final List<ReplicaGroup> groups = new ArrayList<>();
    private final Set<Long> excluded = new HashSet<>();
    /** Found earlier, by pid: still ours though its environment may be gone by now. */
    private Map<Long, ProcStat> members = new HashMap<>();

    /** A process belongs where its environment holds all marks, each "NAME=value". */
    ProcessTree(List<String> marks) {
        this.marks = marks.stream()
                .map(mark -> ("\0" + mark + "\0").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        excluded.add(ProcessHandle.current().pid());
    }

    /** Neither the supervisor nor what helps it, which is in its session, is part of the work. */
    synchronized void exclude(long supervisor) {
        excluded.add(supervisor);
    }

    synchronized void include(ReplicaGroup group) {
        groups.add(group);
    }

    synchronized void include(ProcStat member) {
        members.put(member.pid(), member);
    }

    /** Everything of the attempt that runs now. */
    synchronized Collection<ProcStat> scan() {
        List<ProcStat> all = processes();
        Map<Long, ProcStat> found = new HashMap<>();
        Set<Long> grouped = new HashSet<>();
        groups.forEach(group -> grouped.addAll(group.members()));
        for (ProcStat process : all) {
            ProcStat before = members.get(process.pid());
            boolean known = before != null && before.isSameAs(process);
            if (known || grouped.contains(process.pid()) || isMarked(process.pid())) {
                found.put(process.pid(), process);
            }
        }
        Set<Long> sessions = new HashSet<>();
        found.values().forEach(member -> sessions.add(member.session()));
        Predicate<ProcStat> belongs =
                process -> found.containsKey(process.parent()) || sessions.contains(process.session());
        boolean grew = !found.isEmpty();
        while (grew) {
            grew = false;
            for (ProcStat process : all) {
                if (!found.containsKey(process.pid()) && belongs.test(process)) {
                    found.put(process.pid(), process);
                    sessions.add(process.session());
                    grew = true;
                }
            }
        }
        members = found;
        return List.copyOf(found.values());
    }

    private List<ProcStat> processes() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                ProcStat.of(pid)
                        .filter(process -> process.runs()
                                && !excluded.contains(process.pid())
                                && !excluded.contains(process.session()))
                        .ifPresent(all::add);
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed; the process driver needs it", e);
        }
        return all;
    }

    private boolean isMarked(long pid) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
        } catch (IOException e) {
            return false;
        }
        for (byte[] mark : marks) {
            if (!contains(environment, mark)) {
                return false;
            }
        }
        return true;
    }

    /** The mark stands between two NULs; the first one is missing at the very start. */
    private static boolean contains(byte[] environment, byte[] mark) {
        for (int start = -1; start + mark.length <= environment.length; start++) {
            int matched = start < 0 ? 1 : 0;
            while (matched < mark.length && environment[start + matched] == mark[matched]) {
                matched++;
            }
            if (matched == mark.length) {
                return true;
            }
        }
        return false;
    }

    /** Ends one process, by the very identity that was scanned. */
    static void signal(ProcStat member, boolean kill) {
        ProcessHandle.of(member.pid())
                // The handle remembers its own start time, so after this check it can reach no other process.
                .filter(handle -> member.stillRuns())
                .ifPresent(handle -> {
                    if (kill) {
                        handle.destroyForcibly();
                    } else {
                        handle.destroy();
                    }
                });
    }
}
