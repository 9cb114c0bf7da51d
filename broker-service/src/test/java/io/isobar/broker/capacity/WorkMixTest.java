package io.isobar.broker.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkMixTest {
    private static final ReplicaShape ONE = new ReplicaShape(1, 8_000, 0);
    private static final ReplicaShape EIGHT = new ReplicaShape(8, 64_000, 0);

    private final WorkMix mix = new WorkMix();

    private int saw(ReplicaShape shape, int times) {
        int steps = 0;
        for (int i = 0; i < times; i++) {
            steps += mix.saw(shape, 1) ? 1 : 0;
        }
        return steps;
    }

    @Test
    void nothingIsUsualBeforeSomethingHasCome() {
        assertThat(saw(ONE, WorkMix.FEWEST - 1)).isZero();
        assertThat(mix.usual().isUnknown()).isTrue();
        assertThat(saw(ONE, 1)).isEqualTo(1);
        assertThat(mix.usual().kinds()).containsExactly(new UsualWork.Kind(ONE, 1_000));
    }

    @Test
    void itChangesInStepsAndOnlyWhereTheWorkHasBecomeAnother() {
        saw(ONE, 1_000);
        var usual = mix.usual();

        assertThat(saw(ONE, 10_000)).isZero();
        assertThat(saw(EIGHT, 500)).isZero();
        assertThat(mix.usual()).isSameAs(usual);
        assertThat(saw(EIGHT, 10_000)).isBetween(1, 10);
        assertThat(mix.usual().kinds()).extracting(UsualWork.Kind::shape).containsExactly(ONE, EIGHT);
    }

    @Test
    void whatCameLongAgoCountsLess() {
        saw(ONE, 10_000);
        saw(EIGHT, (int) (5 * WorkMix.HALF_LIFE));

        assertThat(mix.usual().kinds()).extracting(UsualWork.Kind::shape).containsExactly(EIGHT);
    }

    @Test
    void oneLargeGangIsNotAllTheWorkThereIs() {
        mix.saw(EIGHT, 100_000);
        saw(ONE, WorkMix.MOST_AT_ONCE);

        assertThat(mix.usual()
                        .distanceTo(
                                new UsualWork(List.of(new UsualWork.Kind(ONE, 500), new UsualWork.Kind(EIGHT, 500)))))
                .isLessThan(200);
    }

    @Test
    void sharesAlwaysSumUpAndKindsAreBounded() {
        SeededCases.check(50, random -> {
            var any = new WorkMix();
            for (int i = 0; i < 3_000; i++) {
                any.saw(new ReplicaShape(1 + random.nextInt(1 + random.nextInt(64)), random.nextInt(4), 0), 1);
            }
            // The record itself checks the sum.
            assertThat(any.usual().kinds()).hasSizeBetween(1, UsualWork.MOST);
            assertThat(any.usual().kinds())
                    .allSatisfy(kind -> assertThat(kind.share()).isPositive());
            assertThat(any.usual().distanceTo(any.usual())).isZero();
        });
    }
}
