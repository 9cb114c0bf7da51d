package io.isobar.broker.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ResourceVectorTest {
    @Test
    void returnsToTheSameAfterAddingAndTaking() {
        SeededCases.check(5_000, random -> {
            ResourceVector node = vector(random);
            ResourceVector replica = vector(random);
            assertThat(node.plus(replica).minus(replica)).isEqualTo(node);
            assertThat(replica.fitsIn(node.plus(replica))).isTrue();
        });
    }

    @Test
    void multipliesByTheReplicasOrRefuses() {
        var replica = new ResourceVector(8, Cpu.ofCores(64), Memory.ofGibibytes(512));
        assertThat(replica.times(25))
                .isEqualTo(new ResourceVector(200, Cpu.ofCores(1_600), Memory.ofGibibytes(12_800)));
        var huge = new ResourceVector(65_536, Cpu.ZERO, new Memory(Long.MAX_VALUE));
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> huge.times(65_536));
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> huge.times(2));
    }

    @Test
    void neverGoesBelowZeroInAnyPart() {
        var small = new ResourceVector(1, Cpu.ofCores(1), Memory.ofGibibytes(1));
        var large = new ResourceVector(0, Cpu.ZERO, Memory.ofGibibytes(2));
        assertThat(large.fitsIn(small)).isFalse();
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> small.minus(large));
    }

    private static ResourceVector vector(RandomGenerator random) {
        return new ResourceVector(
                random.nextInt(1 << 20), new Cpu(random.nextLong(1L << 40)), new Memory(random.nextLong(1L << 50)));
    }
}
