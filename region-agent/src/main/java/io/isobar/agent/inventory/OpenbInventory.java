package io.isobar.agent.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the node list of the openb trace as it is: {@code sn,cpu_milli,memory_mib,gpu,model}. Nodes of one model are a pool;
 * nodes with no GPU are the pool {@code general}.
 */
public final class OpenbInventory {
    private static final String HEADER = "sn,cpu_milli,memory_mib,gpu,model";
    private static final int MAX_PROBLEMS = 20;
    private static final List<SoftwareStack> CUDA = List.of(new SoftwareStack("cuda", null, null));

    private final Map<String, PoolProfile> pools = new TreeMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private OpenbInventory() {}

    /** Reads a whole file; {@code source} names it in the message of an {@link InvalidInventoryException}. */
    public static Inventory read(String source, List<String> lines) {
        OpenbInventory reading = new OpenbInventory();
        reading.readAll(lines);
        if (!reading.problems.isEmpty()) {
            throw new InvalidInventoryException(source, reading.problems);
        }
        try {
            return new Inventory(List.copyOf(reading.pools.values()), reading.nodes);
        } catch (IllegalArgumentException e) {
            throw new InvalidInventoryException(source, List.of(String.valueOf(e.getMessage())));
        }
    }

    private void readAll(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            problems.add("the first line must be '" + HEADER + "'");
            return;
        }
        for (int i = 1; i < lines.size() && problems.size() < MAX_PROBLEMS; i++) {
            if (!lines.get(i).isBlank()) {
                readLine(i + 1, lines.get(i).strip());
            }
        }
    }

    private void readLine(int number, String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != 5) {
            problems.add("line " + number + " has " + fields.length + " fields, not 5");
            return;
        }
        try {
            int gpus = Integer.parseInt(fields[3]);
            long memory = Math.multiplyExact(Long.parseLong(fields[2]), 1L << 20);
            PoolName pool = poolFor(gpus == 0 ? null : fields[4]);
            nodes.add(
                    new Node(new NodeName(fields[0]), pool, new NodeAmounts(gpus, Long.parseLong(fields[1]), memory)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("line " + number + ": " + e.getMessage());
        }
    }

    private PoolName poolFor(@Nullable String model) {
        PoolProfile known = pools.get(model == null ? "" : model);
        if (known != null) {
            return known.name();
        }
        PoolName name = new PoolName(model == null ? "general" : nameOf(model));
        Accelerator accelerator = model == null ? null : new Accelerator(model, UnitKind.CARD, null);
        pools.put(
                model == null ? "" : model,
                new PoolProfile(
                        name,
                        accelerator,
                        HostArchitecture.X86_64,
                        model == null ? List.of() : CUDA,
                        null,
                        true,
                        List.of()));
        return name;
    }

    private static String nameOf(String model) {
        return model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
