package io.isobar.agent.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static Rehearsal of(Shape... shapes) {
        return new Rehearsal(List.of(shapes).stream()
                .map(shape -> new WorkMix.Weighted(shape, 1))
                .toList());
    }

    private static FreeNode node(long millicpus, int... devices) {
        return new FreeNode(0, millicpus, 0, FreeDevices.of(devices));
    }

    private static long milli(Rehearsal rehearsal, FreeNode node) {
        return rehearsal.stranded(node) / Rehearsal.SCALE;
    }

    @Test
    void strandsNothingWhereTheUsualWorkFillsTheNode() {
        assertThat(milli(of(Shape.ofWhole(1, 1_000, 0)), node(2_000, 1_000, 1_000)))
                .isZero();
        assertThat(milli(of(Shape.ofWhole(2, 1_000, 0)), node(2_000, 1_000, 1_000)))
                .isZero();
    }

    @Test
    void strandsAllWhereNoUsualWorkFits() {
        assertThat(milli(of(Shape.ofWhole(4, 0, 0)), node(0, 1_000, 1_000, 300)))
                .isEqualTo(2_300);
        assertThat(milli(of(new Shape(2, 1, 1_000, 0, 0)), node(0, 1_000)))
                .as("other kinds only")
                .isEqualTo(1_000);
    }

    @Test
    void countsDevicesForWhichNoProcessorsAreLeft() {
        Rehearsal rehearsal = of(Shape.ofWhole(1, 10_000, 0));

        assertThat(rehearsal.stranded(node(40_000, 1_000, 1_000, 1_000, 1_000))).isZero();
        assertThat(rehearsal.stranded(node(10_000, 1_000, 1_000, 1_000, 1_000))).isPositive();
    }

    @Test
    void countsRemaindersThatNothingWillFill() {
        Rehearsal rehearsal = of(new Shape(Shape.EVERY_KIND, 1, 400, 0, 0));

        assertThat(rehearsal.stranded(node(0, 800))).isZero();
        assertThat(rehearsal.stranded(node(0, 700)))
                .as("one of 400 fits, so nothing is stranded now, but 300 will be")
                .isPositive()
                .isLessThan(rehearsal.stranded(node(0, 300)) * 2);
    }

    @Test
    void strandsNothingWhereNothingIsKnownToCome() {
        assertThat(of().stranded(node(0, 1_000))).isZero();
    }
}
