package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accelerators by what they can do instead of by name: at least 64 GiB, bf16, 300 dense TFLOPS, CUDA or CANN. It means
 * the same for every vendor. What the catalogue does not know does not pass.
 *
 * @param minimumMemory per allocatable unit, compared by {@link MemoryTolerance#covers}; null: any
 * @param precisions all of which it must compute in
 * @param minimumTflops dense, per allocatable unit, in every one of {@code precisions}; null: any. Needs a precision.
 * @param stacks any one of which it must have; none: any
 */
public record AcceleratorRequirement(
        @Nullable Memory minimumMemory,
        Set<Precision> precisions,
        @Nullable Double minimumTflops,
        Set<SoftwareStack> stacks) {

    public AcceleratorRequirement {
        precisions = Set.copyOf(precisions);
        stacks = Set.copyOf(stacks);
        var problem = problem(minimumMemory, precisions, minimumTflops, stacks);
        if (problem != null) {
            throw new IllegalArgumentException("accelerators: " + problem + ".");
        }
    }

    /** What is wrong with a requirement, or null. */
    public static @Nullable String problem(
            @Nullable Memory minimumMemory,
            Set<Precision> precisions,
            @Nullable Double minimumTflops,
            Set<SoftwareStack> stacks) {
        if (minimumTflops != null && (precisions.isEmpty() || !(minimumTflops > 0) || minimumTflops.isInfinite())) {
            return "a minimum of " + minimumTflops
                    + " TFLOPS needs to be positive and to name the precision, such as bf16";
        }
        return minimumMemory == null && precisions.isEmpty() && stacks.isEmpty()
                ? "nothing is required; name an accelerator, or at least one of memory, precisions and stacks"
                : null;
    }

    /** For messages: {@code 64Gi+ per unit, bf16 at 300+ dense TFLOPS, cann or cuda}. */
    public String inWords() {
        var parts = new ArrayList<String>();
        if (minimumMemory != null) {
            parts.add(minimumMemory + "+ per unit");
        }
        if (!precisions.isEmpty()) {
            parts.add(ordered(precisions).stream().map(Precision::token).collect(Collectors.joining(" and "))
                    + (minimumTflops == null ? "" : " at " + number(minimumTflops) + "+ dense TFLOPS"));
        }
        if (!stacks.isEmpty()) {
            parts.add(stacks.stream().map(SoftwareStack::token).sorted().collect(Collectors.joining(" or ")));
        }
        return parts.isEmpty() ? "any properties" : String.join(", ", parts);
    }

    /** Without the point where there is nothing behind it. */
    public static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Why a model does not meet it, with the numbers; none where it does. */
    public List<String> objections(AcceleratorModel model) {
        var objections = new ArrayList<String>();
        if (!stacks.isEmpty() && !stacks.contains(model.stack())) {
            objections.add("its stack is " + model.stack().token() + ", asked "
                    + stacks.stream().map(SoftwareStack::token).sorted().toList());
        }
        Memory minimum = minimumMemory;
        if (minimum != null) {
            Memory has = model.memoryPerUnit().orElse(null);
            if (has == null) {
                objections.add("its memory per unit is not known, asked " + minimum);
            } else if (!MemoryTolerance.covers(has, minimum)) {
                objections.add("it has " + has + " per unit, asked " + minimum);
            }
        }
        for (Precision precision : ordered(precisions)) {
            switch (model.support(precision)) {
                case MISSING -> objections.add("it does not compute in " + precision.token());
                case UNKNOWN -> objections.add("it is not known whether it computes in " + precision.token());
                case PRESENT -> addSlow(objections, model, precision);
            }
        }
        return objections;
    }

    private void addSlow(List<String> objections, AcceleratorModel model, Precision precision) {
        if (minimumTflops == null) {
            return;
        }
        OptionalDouble has = model.denseTflops(precision);
        if (has.isEmpty()) {
            objections.add("its dense peak in " + precision.token() + " is not known, asked " + number(minimumTflops)
                    + " TFLOPS");
        } else if (has.getAsDouble() < minimumTflops) {
            objections.add("it has " + has.getAsDouble() + " TFLOPS in " + precision.token() + ", asked "
                    + number(minimumTflops));
        }
    }

    private static Set<Precision> ordered(Set<Precision> precisions) {
        return precisions.isEmpty() ? Set.of() : EnumSet.copyOf(precisions);
    }

    /** The models that meet it, in the order of the catalogue. */
    public List<AcceleratorModel> matching(AcceleratorCatalog catalog) {
        return catalog.models().stream()
                .filter(model -> objections(model).isEmpty())
                .toList();
    }
}
