package io.isobar.agent.packing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkMixTest {
    private static Shape devices(int devices) {
        return Shape.ofWhole(devices, 0, 0);
    }

    @Test
    void guessesPowersOfTwoUntilItHasSeenWork() {
        assertThat(WorkMix.ofPowersOfTwo(8).typical())
                .extracting(weighted -> weighted.shape().devices())
                .containsExactly(1, 2, 4, 8);
    }

    @Test
    void leavesTheGuessBehindWhenOtherWorkComes() {
        WorkMix mix = WorkMix.ofPowersOfTwo(8);

        mix.saw(devices(3), 64);
        mix.saw(devices(5), 32);

        assertThat(mix.typical())
                .extracting(weighted -> weighted.shape().devices())
                .startsWith(3, 5);
    }

    @Test
    void leavesOutWorkWithoutDevicesAndTheRarest() {
        WorkMix mix = WorkMix.ofPowersOfTwo(1);
        for (int i = 0; i < 40; i++) {
            mix.saw(devices(0), 64);
            mix.saw(devices(2), 64);
        }
        mix.saw(devices(7), 1);

        assertThat(mix.typical())
                .extracting(weighted -> weighted.shape().devices())
                .containsExactly(2);
    }

    @Test
    void forgetsWhatHasNotComeForLong() {
        WorkMix mix = WorkMix.ofPowersOfTwo(1);
        mix.saw(devices(6), 64);
        for (int i = 0; i < 6_000; i++) {
            mix.saw(devices(4), 64);
        }

        mix.saw(devices(2), 64);

        assertThat(mix.typical())
                .extracting(weighted -> weighted.shape().devices())
                .containsExactly(4);
    }

    @Test
    void staysSmallHoweverManyKindsOfWorkCome() {
        WorkMix mix = WorkMix.ofPowersOfTwo(8);
        for (int i = 0; i < 20_000; i++) {
            mix.saw(Shape.ofWhole(1, i, 0), 1);
        }

        assertThat(mix.typical()).hasSizeLessThanOrEqualTo(WorkMix.MAX_SHAPES);
        assertThat(mix.seen()).isEqualTo(20_000);
    }
}
