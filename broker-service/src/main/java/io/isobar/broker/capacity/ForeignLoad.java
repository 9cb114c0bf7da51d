package io.isobar.broker.capacity;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What work that is not the federation's takes of the nodes of a pool together. It is not in what they have free. Null: not
 * known, which is not the same as nothing.
 *
 * @param units not negative
 * @param millicpus not negative
 * @param memoryBytes not negative
 */
public record ForeignLoad(
        @Nullable Long units,
        @Nullable Long millicpus,
        @Nullable Long memoryBytes) {
    public static final ForeignLoad UNKNOWN = new ForeignLoad(null, null, null);

    /** "3 cpus, 20GiB" of what a shape asks for; empty where none of it is known to be taken. */
    public String inWords(ReplicaShape asked) {
        var text = new ArrayList<String>();
        if (asked.units() > 0 && units != null && units > 0) {
            text.add(units + (units == 1 ? " unit" : " units"));
        }
        if (asked.millicpus() > 0 && millicpus != null && millicpus > 0) {
            text.add(new Cpu(millicpus) + " cpus");
        }
        if (asked.memoryBytes() > 0 && memoryBytes != null && memoryBytes > 0) {
            text.add(new Memory(memoryBytes).toString());
        }
        return String.join(", ", text);
    }
}
