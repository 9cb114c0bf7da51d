package io.isobar.broker.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replicas of one kind within a gang, such as its workers or its parameter servers. All groups of a workload start together or not at
 * all.
 *
 * @param name of the main group: {@link #MAIN}
 * @param replicas each sits on one node, 1 to 100,000
 * @param variants 1 to 16
 * @param auxiliary it only serves the other groups, and is stopped when they have done their work
 */
public record Group(String name, int replicas, Resources resources, List<Variant> variants, boolean auxiliary) {
    public static final String MAIN = "main";
    /** Beside the main one. */
    public static final int MOST = 15;

    /** Why a group that is written after these may not have that name; null: it may. */
    public static @Nullable String nameProblem(String name, List<String> earlier) {
        if (name.equals(MAIN)) {
            return "\"" + MAIN + "\" is the group that spec.replicas, spec.resources and spec.variants describe";
        }
        return earlier.contains(name) ? "\"" + name + "\" is the name of another group" : null;
    }

    public Group {
        variants = List.copyOf(variants);
        if (replicas < 1 || replicas > WorkloadSpec.LARGEST_GANG) {
            throw new IllegalArgumentException(
                    "replicas of group " + name + " must be 1 to " + WorkloadSpec.LARGEST_GANG + ", is " + replicas);
        }
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("group " + name + " needs at least one variant");
        }
    }
}
