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
        return ProcessTable.tree(root).stream().map(Memory::ofProcess).reduce(new Memory(0, 0), Memory::plus);
    }

    /** Of one process, without its children. Where the kernel hides PSS from this user, RSS stands in. */
    public static Memory ofProcess(long pid) {
        long resident = field(pid, "status", "VmRSS:").orElse(0);
        return new Memory(field(pid, "smaps_rollup", "Pss:").orElse(resident), resident);
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
