package io.isobar.broker.placement;

import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All of a request that placement looks at. Requests that differ only in what is left out here run at the same places for the
 * same bill: names and labels, what the command is, how it is tried again. Who lets placement look at more puts it in.
 *
 * <p>As a key it is made and compared for every decision: that takes the parts one by one, for compilers give up on the nest of all
 * the records in a workload.
 */
final class RequestShape {
    private static final List<String> SOME_COMMAND = List.of("command");

    private final WorkloadSpec spec;
    private final int hash;

    private RequestShape(WorkloadSpec spec) {
        this.spec = spec;
        this.hash = hash(spec);
    }

    static RequestShape of(WorkloadSpec spec) {
        return new RequestShape(spec);
    }

    /** The same, holding on to nothing that placement does not look at: environments can be large. */
    RequestShape lean() {
        return new RequestShape(example());
    }

    /** A request of the shape with nothing in it that placement does not look at. */
    WorkloadSpec example() {
        return new WorkloadSpec(
                name(spec),
                spec.tenant(),
                Map.of(),
                spec.computeClass(),
                // It says whose turn it is, not where.
                0,
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                spec.variants().stream().map(RequestShape::reduced).toList(),
                spec.others().stream().map(RequestShape::reduced).toList(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                spec.placement(),
                spec.objective(),
                spec.billing(),
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                spec.timeLimit(),
                null);
    }

    boolean isOfFamily(String family) {
        var work = spec.work();
        return work != null && work.family() != null && work.family().equalsIgnoreCase(family);
    }

    /** Whether it matters to it how far one of the places is. */
    boolean looksAtWaysOf(Set<String> places) {
        var latency = spec.placement().latency();
        return (latency != null && places.contains(latency.from()))
                || spec.data().stream().anyMatch(set -> set.region() != null && places.contains(set.region()));
    }

    /** Only a spread rule counts by the name. */
    private static String name(WorkloadSpec spec) {
        return spec.placement().spread() == null ? "" : spec.name();
    }

    private static Group reduced(Group group) {
        return new Group(
                group.name(),
                group.replicas(),
                group.resources(),
                group.variants().stream().map(RequestShape::reduced).toList(),
                group.auxiliary());
    }

    private static Variant reduced(Variant variant) {
        return new Variant(
                variant.stack(),
                variant.image(),
                variant.command().isEmpty() ? List.of() : SOME_COMMAND,
                Map.of(),
                variant.precisions(),
                variant.hostArchitecture(),
                variant.driverMinimum(),
                variant.builtFor(),
                variant.quantisation());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RequestShape that && hash == that.hash && same(spec, that.spec));
    }

    private static boolean same(WorkloadSpec one, WorkloadSpec other) {
        return one.replicas() == other.replicas()
                && one.computeClass() == other.computeClass()
                && one.resources().equals(other.resources())
                && sameVariants(one.variants(), other.variants())
                && one.placement().equals(other.placement())
                && one.objective().equals(other.objective())
                && one.billing().equals(other.billing())
                && one.gang().equals(other.gang())
                && one.tenant().equals(other.tenant())
                && name(one).equals(name(other))
                && sameGroups(one.others(), other.others())
                && one.data().equals(other.data())
                && Objects.equals(one.work(), other.work())
                && Objects.equals(one.checkpoint(), other.checkpoint())
                && Objects.equals(one.timeLimit(), other.timeLimit());
    }

    private static boolean sameGroups(List<Group> some, List<Group> others) {
        return allSame(
                some,
                others,
                (one, other) -> one.name().equals(other.name())
                        && one.replicas() == other.replicas()
                        && one.auxiliary() == other.auxiliary()
                        && one.resources().equals(other.resources())
                        && sameVariants(one.variants(), other.variants()));
    }

    private static boolean sameVariants(List<Variant> some, List<Variant> others) {
        return allSame(some, others, RequestShape::same);
    }

    private static boolean same(Variant one, Variant other) {
        return one.stack().equals(other.stack())
                && one.command().isEmpty() == other.command().isEmpty()
                && Objects.equals(one.image(), other.image())
                && one.precisions().equals(other.precisions())
                && Objects.equals(one.hostArchitecture(), other.hostArchitecture())
                && Objects.equals(one.driverMinimum(), other.driverMinimum())
                && Objects.equals(one.builtFor(), other.builtFor())
                && Objects.equals(one.quantisation(), other.quantisation());
    }

    private static <T> boolean allSame(List<T> some, List<T> others, BiPredicate<T, T> same) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!same.test(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Of what requests mostly differ in. */
    private static int hash(WorkloadSpec spec) {
        int hash = 31 * spec.replicas() + spec.tenant().hashCode();
        hash = 31 * hash + spec.resources().hashCode();
        hash = 31 * hash + spec.placement().hashCode();
        hash = 31 * hash + spec.billing().hashCode();
        hash = 31 * hash + Objects.hashCode(spec.work());
        return 31 * hash + name(spec).hashCode();
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
