package io.isobar.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Resident memory of a process tree.
 *
 * @param proportionalBytes pages shared by n processes counted one n-th in each (PSS), so parts may be added up
 * @param residentBytes every resident page counted whole (RSS), so the shared buffers count once per process
 */
public record Memory(long proportionalBytes, long residentBytes) {
    private static final long KIB = 1024;

    public static Memory ofTree(long root) {
        long proportional = 0;
        long resident = 0;
        for (long pid : ProcessTable.tree(root)) {
            OptionalLong rss = field(pid, "status", "VmRSS:");
            OptionalLong pss = field(pid, "smaps_rollup", "Pss:");
            resident += rss.orElse(0);
            proportional += pss.orElse(rss.orElse(0));
        }
        return new Memory(proportional, resident);
    }

    public Memory plus(Memory other) {
        return new Memory(proportionalBytes + other.proportionalBytes, residentBytes + other.residentBytes);
    }

    private static OptionalLong field(long pid, String file, String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst();
        } catch (IOException goneOrForeign) {
            return OptionalLong.empty();
        }
    }
}
