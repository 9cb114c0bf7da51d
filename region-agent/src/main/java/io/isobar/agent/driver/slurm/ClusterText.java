package io.isobar.agent.driver.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code scontrol -o -d show node} and {@code scontrol -o show partition}, which have no JSON in 22.05. */
final class ClusterText {
    private ClusterText() {}

    static List<SlurmNode> nodes(String text) {
        return lines(text, "NodeName", ClusterText::node);
    }

    static List<SlurmPartition> partitions(String text) {
        return lines(text, "PartitionName", ClusterText::partition);
    }

    private static <T> List<T> lines(String text, String first, Function<KeyValueLine, T> reader) {
        List<T> read = new ArrayList<>();
        text.lines().filter(line -> line.startsWith(first + "=")).forEach(line -> {
            try {
                read.add(reader.apply(KeyValueLine.parse(line)));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new SlurmUnavailableException("what scontrol says is not understood: " + e.getMessage() + " in '"
                        + line.substring(0, Math.min(200, line.length())) + "'");
            }
        });
        return read;
    }

    private static SlurmNode node(KeyValueLine line) {
        OptionalLong specialised = line.number("MemSpecLimit");
        OptionalLong memory = line.number("RealMemory");
        // Where none are set apart, some versions tell only of all.
        OptionalLong cpus = line.number("CPUEfctv").isPresent() ? line.number("CPUEfctv") : line.number("CPUTot");
        List<Gres> gres = Gres.parse(line.text("Gres").orElse(""));
        return new SlurmNode(
                line.text("NodeName").orElseThrow(),
                line.text("Arch").orElse(""),
                NodeState.parse(line.text("State").orElse("UNKNOWN")),
                known(cpus),
                known(line.number("CPUAlloc")),
                memory.isEmpty() ? null : Long.valueOf(Math.max(0, memory.getAsLong() - specialised.orElse(0))),
                known(line.number("AllocMem")),
                gres,
                line.text("GresUsed").map(Gres::parse).orElse(gres.isEmpty() ? List.of() : null),
                Gres.parse(line.text("GresDrain").orElse("")),
                Set.copyOf(Stream.of(line.text("Partitions").orElse("").split(","))
                        .filter(name -> !name.isEmpty())
                        .toList()));
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
