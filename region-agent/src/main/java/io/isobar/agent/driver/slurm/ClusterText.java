package io.isobar.agent.driver.slurm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code scontrol -o -d show node} and {@code scontrol -o show partition}, which have no JSON in 22.05. Nodes are much alike: a word
 * that was read of one is not read again.
 */
final class ClusterText {
    private final Map<String, List<Gres>> gres = new HashMap<>();
    private final Map<String, NodeState> states = new HashMap<>();
    private final Map<String, Set<String>> partitions = new HashMap<>();

    private ClusterText() {}

    static List<SlurmNode> nodes(String text) {
        return lines(text, "NodeName", new ClusterText()::node);
    }

    static List<SlurmPartition> partitions(String text) {
        return lines(text, "PartitionName", ClusterText::partition);
    }

    private static <T> List<T> lines(String text, String first, Function<KeyValueLine, T> reader) {
        List<T> read = new ArrayList<>();
        text.lines().filter(line -> line.startsWith(first + "=")).forEach(line -> {
            try {
                read.add(reader.apply(new KeyValueLine(line)));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new SlurmUnavailableException("what scontrol says is not understood: " + e.getMessage() + " in '"
                        + line.substring(0, Math.min(200, line.length())) + "'");
            }
        });
        return read;
    }

    private SlurmNode node(KeyValueLine line) {
        OptionalLong specialised = line.number("MemSpecLimit");
        OptionalLong memory = line.number("RealMemory");
        // Where none are set apart, some versions tell only of all.
        OptionalLong cpus = line.number("CPUEfctv").isPresent() ? line.number("CPUEfctv") : line.number("CPUTot");
        List<Gres> has = gres(line, "Gres");
        return new SlurmNode(
                line.text("NodeName").orElseThrow(),
                line.text("Arch").orElse(""),
                states.computeIfAbsent(line.text("State").orElse("UNKNOWN"), NodeState::parse),
                known(cpus),
                known(line.number("CPUAlloc")),
                memory.isEmpty() ? null : Long.valueOf(Math.max(0, memory.getAsLong() - specialised.orElse(0))),
                known(line.number("AllocMem")),
                has,
                has.isEmpty() || line.text("GresUsed").isPresent() ? gres(line, "GresUsed") : null,
                gres(line, "GresDrain"),
                partitions.computeIfAbsent(line.text("Partitions").orElse(""), ClusterText::names));
    }

    private List<Gres> gres(KeyValueLine line, String key) {
        return gres.computeIfAbsent(line.text(key).orElse(""), Gres::parse);
    }

    private static Set<String> names(String list) {
        return Stream.of(list.split(",")).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Long known(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static SlurmPartition partition(KeyValueLine line) {
        return new SlurmPartition(
                line.text("PartitionName").orElseThrow(),
                line.text("State").filter("UP"::equals).isPresent(),
                SlurmTime.parse(line.text("MaxTime").orElse("UNLIMITED")),
                known(line.number("MaxNodes")));
    }
}
