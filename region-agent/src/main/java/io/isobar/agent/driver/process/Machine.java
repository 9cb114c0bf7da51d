package io.isobar.agent.driver.process;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.Measurement.Quantity;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The machine that the agent runs on, as one pool of one node. */
final class Machine {
    static final PoolName POOL = new PoolName("machine");
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path STAT = Path.of("/proc/stat");

    private long busyBefore;
    private long allBefore;

    static Inventory inventory(List<Offer> offers) {
        OptionalLong memory = meminfo("MemTotal");
        NodeAmounts total = new NodeAmounts(
                0,
                Runtime.getRuntime().availableProcessors() * 1_000L,
                memory.isPresent() ? Long.valueOf(memory.getAsLong()) : null);
        PoolProfile pool = new PoolProfile(POOL, null, architecture(), List.of(), null, false, offers);
        return new Inventory(List.of(pool), List.of(new Node(new NodeName(POOL.value()), POOL, total)));
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
        OptionalLong total = meminfo("MemTotal");
        OptionalLong available = meminfo("MemAvailable");
        if (total.isPresent() && available.isPresent()) {
            long used = total.getAsLong() - available.getAsLong();
            figures.add(new Measurement(Quantity.MEMORY_USED, used, true, now));
            figures.add(new Measurement(Quantity.MEMORY_TOTAL, total.getAsLong(), true, now));
        }
        try {
            addProcessorTime(figures, now);
        } catch (IOException | NumberFormatException e) {
            // Not known, so not told.
            return figures;
        }
        return figures;
    }

    private void addProcessorTime(List<Measurement> figures, Instant now) throws IOException {
        String[] fields = Files.readAllLines(STAT).getFirst().strip().split(" +", -1);
        long all = 0;
        for (int i = 1; i < Math.min(fields.length, 9); i++) {
            all += Long.parseLong(fields[i]);
        }
        // user nice system idle iowait …
        long busy = all - Long.parseLong(fields[4]) - Long.parseLong(fields[5]);
        if (allBefore > 0 && all > allBefore) {
            double share = (busy - busyBefore) / (double) (all - allBefore);
            figures.add(new Measurement(Quantity.CPU_UTILISATION, Math.clamp(share, 0, 1), true, now));
        }
        busyBefore = busy;
        allBefore = all;
    }

    private static OptionalLong meminfo(String key) {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith(key + ":")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) << 10);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
