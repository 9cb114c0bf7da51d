package io.isobar.broker.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SemiAssignmentTest {
    private static final int NONE = SemiAssignment.NONE;

    @Test
    void isTheMostThatEveryAssignmentReaches() {
        for (long seed = 1; seed <= 3000; seed++) {
            assertReachesTheMost(Instance.random(seed, 9, 4, 3));
        }
    }

    @Test
    void isTheMostForManyRowsOnFewColumns() {
        for (long seed = 1; seed <= 100; seed++) {
            assertReachesTheMost(Instance.random(seed, 80, 3, 12));
        }
    }

    private static void assertReachesTheMost(Instance instance) {
        int[] columns = SemiAssignment.ofMost(instance.values, instance.places);
        instance.assertPossible(columns);
        double most = new Exhaustive(instance).most();
        assertThat(instance.sum(columns)).as("%s", instance).isCloseTo(most, within(1e-9));
    }

    @Test
    void leavesNoPlaceToARowThatCouldHaveIt() {
        for (long seed = 1; seed <= 500; seed++) {
            Instance instance = Instance.random(seed, 30, 5, 8);
            int[] columns = SemiAssignment.ofMost(instance.values, instance.places);
            int[] free = instance.free(columns);
            for (int row = 0; row < columns.length; row++) {
                for (int column = 0; column < free.length && columns[row] == NONE; column++) {
                    assertThat(free[column] > 0 && instance.values[row][column] > 0)
                            .as("row %d gets nothing and column %d has room, %s", row, column, instance)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void movesSeveralRowsToMakeRoomForOne() {
        // The last row can only have the first column; each of the others can give way by one.
        double[][] values = {{5, 4, 0}, {0, 5, 4}, {3, 0, 0}};
        assertThat(SemiAssignment.ofMost(values, new int[] {1, 1, 1})).containsExactly(1, 2, 0);
    }

    @Test
    void givesTheFirstColumnsToTheFirstRowsAmongEquals() {
        double[][] values = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
        assertThat(SemiAssignment.ofMost(values, new int[] {1, 2})).containsExactly(0, 1, 1, NONE);
    }

    @Test
    void countsTheSmallestValueAsMoreThanNone() {
        double[][] values = {{1e30, 0}, {0, 1e-30}};
        assertThat(SemiAssignment.ofMost(values, new int[] {1, 1})).containsExactly(0, 1);
    }

    @Test
    void givesNothingWhereThereIsNothing() {
        assertThat(SemiAssignment.ofMost(new double[][] {{1, 1}, {0, 0}}, new int[] {0, 0}))
                .containsExactly(NONE, NONE);
        assertThat(SemiAssignment.ofMost(new double[][] {{0, 0}}, new int[] {1, 1}))
                .containsExactly(NONE);
        assertThat(SemiAssignment.ofMost(new double[0][], new int[] {1})).isEmpty();
        assertThat(SemiAssignment.ofMost(new double[][] {{}}, new int[0])).containsExactly(NONE);
    }

    private static final class Instance {
        private final long seed;
        private final double[][] values;
        private final int[] places;

        private Instance(long seed, double[][] values, int[] places) {
            this.seed = seed;
            this.values = values;
            this.places = places;
        }

        /** Half of the instances have values of a few whole numbers, so that many are equal. */
        static Instance random(long seed, int mostRows, int mostColumns, int mostPlaces) {
            RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            boolean equals = dice.nextBoolean();
            int[] places = new int[1 + dice.nextInt(mostColumns)];
            for (int column = 0; column < places.length; column++) {
                places[column] = dice.nextInt(mostPlaces + 1);
            }
            double[][] values = new double[dice.nextInt(mostRows + 1)][places.length];
            for (double[] row : values) {
                for (int column = 0; column < row.length; column++) {
                    double value = equals ? dice.nextInt(4) : dice.nextDouble();
                    row[column] = dice.nextInt(4) == 0 ? 0 : value;
                }
            }
            return new Instance(seed, values, places);
        }

        double sum(int[] columns) {
            double sum = 0;
            for (int row = 0; row < columns.length; row++) {
                sum += columns[row] == NONE ? 0 : values[row][columns[row]];
            }
            return sum;
        }

        int[] free(int[] columns) {
            int[] free = places.clone();
            for (int column : columns) {
                if (column != NONE) {
                    free[column]--;
                }
            }
            return free;
        }

        void assertPossible(int[] columns) {
            for (int free : free(columns)) {
                assertThat(free).as("free places, %s", this).isNotNegative();
            }
            for (int row = 0; row < columns.length; row++) {
                assertThat(columns[row] == NONE || values[row][columns[row]] > 0)
                        .as("row %d can have what it got, %s", row, this)
                        .isTrue();
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + values.length + " rows, " + places.length + " columns";
        }
    }

    /** Row by row, every choice for every number of places that are left. */
    private static final class Exhaustive {
        private final Instance instance;
        private final Map<Integer, Double> known = new HashMap<>();

        Exhaustive(Instance instance) {
            this.instance = instance;
        }

        double most() {
            return from(0, instance.places);
        }

        private double from(int row, int[] free) {
            if (row == instance.values.length) {
                return 0;
            }
            int state = row;
            for (int places : free) {
                state = state * 13 + places;
            }
            Double before = known.get(state);
            if (before != null) {
                return before;
            }
            double most = from(row + 1, free);
            for (int column = 0; column < free.length; column++) {
                double value = instance.values[row][column];
                if (free[column] > 0 && value > 0) {
                    free[column]--;
                    most = Math.max(most, value + from(row + 1, free));
                    free[column]++;
                }
            }
            known.put(state, most);
            return most;
        }
    }
}
