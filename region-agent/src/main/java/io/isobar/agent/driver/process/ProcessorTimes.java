package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The first lines of /proc/stat: ticks since the machine started, of all its processors together.
 *
 * @param processors of the machine, which may be more than this process may use
 */
record ProcessorTimes(long busy, long all, int processors) {
    static ProcessorTimes read(Path proc) throws IOException {
        return parse(Files.readAllLines(proc.resolve("stat")));
    }

    /** Throws {@link IOException} where it is of another form. */
    static ProcessorTimes parse(List<String> lines) throws IOException {
        try {
            // cpu user nice system idle iowait irq softirq steal
            String[] fields = lines.getFirst().strip().split(" +", -1);
            long all = 0;
            for (int i = 1; i < Math.min(fields.length, 9); i++) {
                all += Long.parseLong(fields[i]);
            }
            long busy = all - Long.parseLong(fields[4]) - Long.parseLong(fields[5]);
            int processors = (int)
                    lines.stream().filter(line -> line.matches("cpu[0-9]+ .*")).count();
            return new ProcessorTimes(busy, all, Math.max(1, processors));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("/proc/stat cannot be understood: " + lines.getFirst(), e);
        }
    }
}
