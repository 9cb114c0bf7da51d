package io.isobar.agent.driver.process;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine that the agent runs on, as one pool of one node. */
final class Machine {
    static final PoolName POOL = new PoolName("machine");
    static final Path PROC = Path.of("/proc");

    private @Nullable ProcessorTimes before;

    /** With the load of others; what is heeded and could not be measured is not known to be there at all. */
    static Inventory inventory(List<Offer> offers, LoadRule rule, ForeignLoad load) {
        Long memory = rule.heedsMemory() && load.memoryBytes() == null
                ? null
                : MemoryInfo.read(PROC).map(MemoryInfo::total).orElse(null);
        Long millicpus =
                rule.heedsProcessors() && load.millicpus() == null ? null : Long.valueOf(processors() * 1_000L);
        NodeAmounts total = new NodeAmounts(0, millicpus, memory);
        PoolProfile pool = new PoolProfile(POOL, null, architecture(), List.of(), null, false, offers);
        return new Inventory(List.of(pool), List.of(new Node(new NodeName(POOL.value()), POOL, total).under(load)));
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static HostArchitecture architecture() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> HostArchitecture.X86_64;
            case "aarch64", "arm64" -> HostArchitecture.AARCH64;
            case "loongarch64" -> HostArchitecture.LOONGARCH64;
            case "riscv64" -> HostArchitecture.RISCV64;
            case "ppc64le" -> HostArchitecture.PPC64LE;
            default -> HostArchitecture.UNKNOWN;
        };
    }

    /** What all programs on the machine use; processor time since the last call, so the first call has none. */
    synchronized List<Measurement> measure(Instant now) {
        List<Measurement> figures = new ArrayList<>();
        MemoryInfo.read(PROC).ifPresent(memory -> {
            figures.add(new Measurement(Quantity.MEMORY_USED, memory.total() - memory.available(), true, now));
            figures.add(new Measurement(Quantity.MEMORY_TOTAL, memory.total(), true, now));
        });
        try {
            addProcessorTime(figures, now);
        } catch (IOException e) {
            // Not known, so not told.
            return figures;
        }
        return figures;
    }

    private void addProcessorTime(List<Measurement> figures, Instant now) throws IOException {
        ProcessorTimes times = ProcessorTimes.read(PROC);
        ProcessorTimes last = before;
        if (last != null && times.all() > last.all()) {
            double share = (times.busy() - last.busy()) / (double) (times.all() - last.all());
            figures.add(new Measurement(Quantity.CPU_UTILISATION, Math.clamp(share, 0, 1), true, now));
        }
        before = times;
    }
}
