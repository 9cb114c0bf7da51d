package io.isobar.agent.driver.process;

import io.isobar.agent.inventory.ForeignLoad;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What work that is not ours takes of this machine, steady enough to decide by. Processors are smoothed over {@link #SMOOTHED_OVER}
 * and in steps of a core; memory, of which a want kills, is taken as it is, in steps of a 64th. Not thread-safe.
 */
final class MachineLoad {
    static final double TICKS_A_SECOND = 100;
    /** Seconds after which a change of the load is taken in by 1 - 1/e. */
    static final double SMOOTHED_OVER = 10;

    private static final long CPU_STEP = 1_000;
    private static final int MEMORY_STEPS = 64;

    private final Path proc;
    private final LoadRule rule;
    private final int usableProcessors;
    private final OurProcesses ours;
    private final Steps millicpus = new Steps(CPU_STEP);
    private @Nullable Steps memory;
    private @Nullable ProcessorTimes before;
    private double smoothed;
    private boolean measured;

    /**
     * Has not looked yet.
     *
     * @param proc is /proc
     * @param folder of the region, by which its own work is known
     * @param usableProcessors that this process may use; load that fits on the others takes nothing away
     */
    MachineLoad(Path proc, Path folder, LoadRule rule, int usableProcessors) {
        this.proc = proc;
        this.rule = rule;
        this.usableProcessors = usableProcessors;
        this.ours = new OurProcesses(proc, folder);
    }

    /** Looks; what is not heeded, or cannot be measured, is not known. Processors are not known before the second look. */
    ForeignLoad look() {
        if (rule == LoadRule.NONE) {
            return ForeignLoad.UNKNOWN;
        }
        try {
            OurProcesses.Use use = ours.look();
            return new ForeignLoad(
                    0L,
                    rule.heedsProcessors() ? processors(use.ticks()) : null,
                    rule.heedsMemory() ? memory(use.memoryBytes()) : null);
        } catch (IOException e) {
            return ForeignLoad.UNKNOWN;
        }
    }

    private @Nullable Long memory(long our) {
        MemoryInfo info = MemoryInfo.read(proc).orElse(null);
        if (info == null) {
            return null;
        }
        Steps steps = memory;
        if (steps == null) {
            steps = new Steps(Math.max(1, info.total() / MEMORY_STEPS));
            memory = steps;
        }
        return steps.at((double) Math.max(0, info.total() - info.available() - our));
    }

    private @Nullable Long processors(long our) throws IOException {
        ProcessorTimes now = ProcessorTimes.read(proc);
        ProcessorTimes last = before;
        before = now;
        if (last != null && now.all() > last.all()) {
            double seconds = (now.all() - last.all()) / TICKS_A_SECOND / now.processors();
            double cores = Math.max(0, now.busy() - last.busy() - our) / TICKS_A_SECOND / seconds;
            double weight = measured ? 1 - Math.exp(-seconds / SMOOTHED_OVER) : 1;
            smoothed += weight * (cores - smoothed);
            measured = true;
        }
        if (!measured) {
            return null;
        }
        double spare = Math.max(0, now.processors() - usableProcessors);
        return millicpus.at(Math.max(0, smoothed - spare) * 1_000);
    }
}
