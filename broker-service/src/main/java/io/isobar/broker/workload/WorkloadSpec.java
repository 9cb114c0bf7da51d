package io.isobar.broker.workload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, checked and with defaults filled in.
 *
 * @param priority -1,000 to 1,000; what has a higher one is served first, whoever asks, and may take the place of what has a lower one
 * @param replicas gang members, 1 to 100,000; each sits on one node
 * @param gang all or nothing where the user says nothing
 * @param variants 1 to 16
 * @param others groups of the gang beside the main one, which has {@code replicas}, {@code resources} and {@code variants}
 * @param work null: how much work it is, is not known
 * @param timeLimit stopped and failed after running so long; null: none
 * @param array null: it is no task of one, or of one that says nothing of how many may run at once
 */
public record WorkloadSpec(
        String name,
        String tenant,
        Map<String, String> labels,
        ComputeClass computeClass,
        int priority,
        int replicas,
        GangRule gang,
        Resources resources,
        List<Variant> variants,
        List<Group> others,
        @Nullable Work work,
        List<DataSet> data,
        @Nullable Checkpoint checkpoint,
        PlacementRules placement,
        Objective objective,
        Billing billing,
        RetryRule retry,
        DisconnectPolicy disconnect,
        @Nullable Duration timeLimit,
        @Nullable TaskArray array) {
    public static final int HIGHEST_PRIORITY = 1_000;
    public static final int LARGEST_GANG = 100_000;
    public static final String DEFAULT_TENANT = "default";

    public WorkloadSpec {
        labels = Map.copyOf(labels);
        variants = List.copyOf(variants);
        others = List.copyOf(others);
        data = List.copyOf(data);
        if (Math.abs(priority) > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority must be -" + HIGHEST_PRIORITY + " to " + HIGHEST_PRIORITY + ", is " + priority);
        }
        if (replicas < 1 || replicas > LARGEST_GANG) {
            throw new IllegalArgumentException("replicas must be 1 to " + LARGEST_GANG + ", is " + replicas);
        }
        if (gang.minimum() > replicas) {
            throw new IllegalArgumentException(
                    "gang.minimum " + gang.minimum() + " is more than the " + replicas + " replicas");
        }
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("a workload needs at least one variant");
        }
    }

    /** All groups of the gang; the main one first. */
    public List<Group> groups() {
        var main = new Group(Group.MAIN, replicas, resources, variants, false);
        return others.isEmpty()
                ? List.of(main)
                : Stream.concat(Stream.of(main), others.stream()).toList();
    }

    /** Whether a try may consist of several attempts. */
    public boolean mayHaveParts() {
        return !others.isEmpty() || gang.across() != GangRule.Across.NOTHING;
    }

    /** The same with so much work. */
    public WorkloadSpec of(Work other) {
        return new WorkloadSpec(
                name,
                tenant,
                labels,
                computeClass,
                priority,
                replicas,
                gang,
                resources,
                variants,
                others,
                other,
                data,
                checkpoint,
                placement,
                objective,
                billing,
                retry,
                disconnect,
                timeLimit,
                array);
    }
}
