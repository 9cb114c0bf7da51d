package io.isobar.broker.manifest;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what each replica needs. */
final class ResourcesReader {
    static final CpuRange ONE_CORE = CpuRange.atLeast(Cpu.ofCores(1));
    private static final String HOW = "write [ \"A100-80GB:8\", \"910B3:8\" ]";

    private final AcceleratorReader accelerators;

    ResourcesReader(AcceleratorReader accelerators) {
        this.accelerators = accelerators;
    }

    Resources read(Section section) {
        var cpus = section.get("cpus");
        var memory = section.get("memory");
        var asked =
                cpus == null ? null : cpus.quantity("a number of cores, such as 4, 4+, 4..8 or =4", CpuRange::parse);
        var least = memory == null
                ? null
                : memory.quantity("an amount with a unit, such as 16Gi, 16Gi+ or 16Gi..32Gi", MemoryRange::parse);
        var alternatives = new ArrayList<AcceleratorChoice>();
        boolean ordered = accelerators(section.get("accelerators"), alternatives);
        return new Resources(alternatives, ordered, asked == null ? ONE_CORE : asked, least);
    }

    /** Whether their order is a preference. */
    private boolean accelerators(@Nullable Value value, List<AcceleratorChoice> into) {
        if (value == null) {
            return false;
        }
        if (value.isList()) {
            addAll(value, into);
            return false;
        }
        if (!value.isMap()) {
            add(value, into);
            return false;
        }
        if (!value.hasField("anyOf") && !value.hasField("ordered") && AcceleratorReader.isAlternative(value)) {
            add(value, into);
            return false;
        }
        var section = value.section();
        var anyOf = section == null ? null : section.get("anyOf");
        var ordered = section == null ? null : section.get("ordered");
        if ((anyOf == null) == (ordered == null)) {
            value.problem(
                    "must have either anyOf or ordered, or what one alternative has: name, or memory, precisions, "
                            + "tflops, stacks; " + HOW.replace("write", "write anyOf:"));
            return false;
        }
        var list = anyOf == null ? ordered : anyOf;
        if (list != null) {
            addAll(list, into);
        }
        return ordered != null;
    }

    private void addAll(Value list, List<AcceleratorChoice> into) {
        list.list(FieldRules.MOST_ALTERNATIVES, HOW).forEach(element -> add(element, into));
    }

    private void add(Value value, List<AcceleratorChoice> into) {
        var choice = accelerators.choice(value);
        if (choice != null) {
            into.add(choice);
        }
    }
}
