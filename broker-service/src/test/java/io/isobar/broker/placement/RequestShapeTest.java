package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.workload.WorkloadSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestShapeTest {
    private static final long SEED = 20_261_129;
    private static final int PAIRS = 300;

    /** The comparison is written out part by part; whoever adds a part to a workload must add it there. */
    @Test
    void twoShapesAreEqualWhereAllThatPlacementLooksAtIs() throws ReflectiveOperationException {
        var random = new Random(SEED);
        var told = new TreeSet<String>();
        for (int i = 0; i < PAIRS; i++) {
            var federation = new RandomFederation(random);
            var one = new RandomRequests(random, federation).next().spec();
            var other = new RandomRequests(random, federation).next().spec();
            for (var component : WorkloadSpec.class.getRecordComponents()) {
                var mixed = with(one, component, other);
                if (mixed.isPresent()) {
                    var shape = RequestShape.of(one);
                    var same = RequestShape.of(mixed.get());
                    boolean equal = shape.example().equals(same.example());
                    assertThat(shape.equals(same))
                            .as("seed %d, pair %d, only %s is another", SEED, i, component.getName())
                            .isEqualTo(equal);
                    assertThat(shape.lean()).isEqualTo(shape).hasSameHashCodeAs(shape);
                    if (!equal) {
                        told.add(component.getName());
                    }
                }
            }
        }
        assertThat(told)
                .contains(
                        "computeClass",
                        "replicas",
                        "resources",
                        "variants",
                        "data",
                        "placement",
                        "objective",
                        "billing");
    }

    /** The one with a part of the other; empty: the two do not go together. */
    private static Optional<WorkloadSpec> with(WorkloadSpec one, RecordComponent part, WorkloadSpec other)
            throws ReflectiveOperationException {
        var components = WorkloadSpec.class.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] =
                    components[i].getAccessor().invoke(components[i].getName().equals(part.getName()) ? other : one);
        }
        try {
            return Optional.of(WorkloadSpec.class.getDeclaredConstructor(types).newInstance(values));
        } catch (InvocationTargetException refused) {
            assertThat(refused).hasCauseInstanceOf(IllegalArgumentException.class);
            return Optional.empty();
        }
    }
}
