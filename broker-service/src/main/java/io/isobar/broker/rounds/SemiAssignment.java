package io.isobar.broker.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The semi-assignment problem: each row gets one column or none, each column at most as many rows as it has places, and the sum
 * of the values is the most that it can be.
 *
 * <p>Rows are added one by one along the path that gains the most: the new row takes a place in a column, a row that was there
 * moves to the next one, and so on to a free place or to none. This is successive shortest paths on a graph of columns instead
 * of rows, because of all rows in a column only the one that gains the most by a move to another matters, which a heap for each
 * pair of columns keeps. With n rows and m columns it takes O(n m (m^2 + m log n)): many rows, few columns.
 *
 * <p>Values are counted in whole units of 2^-40 of the largest one, so that sums are exact and a tie is a tie. Of equal paths the
 * one whose columns come first is taken, and of equal rows the first one stays.
 */
final class SemiAssignment {
    /** Of a row that gets no column. */
    static final int NONE = -1;

    private static final double UNITS = 0x1p40;
    private static final long IMPOSSIBLE = Long.MIN_VALUE;

    /** A row that could leave its column for another. */
    private record Move(long gain, int row) {}

    private static final Comparator<Move> MOST_GAIN_FIRST = Comparator.comparingLong(Move::gain)
            .reversed()
            .thenComparing(Comparator.comparingInt(Move::row).reversed());

    /** By row and column; 0 where the row cannot get the column. */
    private final long[][] values;

    private final int[] free;
    /** The column of "none", after all others; it always has room, and who is there stays there. */
    private final int none;

    private final int[] columnOf;
    /** From column, to column: {@code from * (none + 1) + to}. Rows that have left the column since are dropped when met. */
    private final List<PriorityQueue<Move>> moves = new ArrayList<>();

    private final long[] gains;
    private final int[] before;

    private SemiAssignment(long[][] values, int[] places) {
        this.values = values;
        this.free = places.clone();
        this.none = places.length;
        this.columnOf = new int[values.length];
        Arrays.fill(columnOf, NONE);
        for (int pair = 0; pair < none * (none + 1); pair++) {
            moves.add(new PriorityQueue<>(MOST_GAIN_FIRST));
        }
        this.gains = new long[none + 1];
        this.before = new int[none + 1];
    }

    /**
     * The column of each row, or {@link #NONE}.
     *
     * @param values by row and column, at least 0; where it is 0 the row does not get the column
     * @param places by column, at least 0
     */
    static int[] ofMost(double[][] values, int[] places) {
        double most = 0;
        for (double[] row : values) {
            for (double value : row) {
                most = Math.max(most, value);
            }
        }
        long[][] counted = new long[values.length][places.length];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < places.length; column++) {
                double value = values[row][column];
                // The least value still counts: it is better than none.
                counted[row][column] = value > 0 ? Math.max(1, Math.round(value / most * UNITS)) : 0;
            }
        }
        var solution = new SemiAssignment(counted, places);
        for (int row = 0; row < counted.length; row++) {
            solution.add(row);
        }
        return solution.columnOf;
    }

    private void add(int row) {
        findPaths(row);
        int end = none;
        for (int column = none - 1; column >= 0; column--) {
            if (free[column] > 0 && gains[column] >= gains[end]) {
                end = column;
            }
        }
        if (end != none) {
            free[end]--;
        }
        int column = end;
        while (before[column] != NONE) {
            Move move = bestMove(before[column], column);
            if (move == null) {
                throw new IllegalStateException("a path goes from column " + before[column] + " where nobody is");
            }
            put(move.row(), column);
            column = before[column];
        }
        put(row, column);
    }

    /** The most that is gained where the row comes in and a place is taken in the end in each column: Bellman and Ford. */
    private void findPaths(int row) {
        for (int column = 0; column <= none; column++) {
            gains[column] = value(row, column);
            before[column] = NONE;
        }
        boolean better = true;
        while (better) {
            better = false;
            for (int from = 0; from < none; from++) {
                for (int to = 0; to <= none; to++) {
                    Move move = gains[from] == IMPOSSIBLE || from == to ? null : bestMove(from, to);
                    if (move != null && gains[from] + move.gain() > gains[to]) {
                        gains[to] = gains[from] + move.gain();
                        before[to] = from;
                        better = true;
                    }
                }
            }
        }
    }

    private long value(int row, int column) {
        if (column == none) {
            return 0;
        }
        return values[row][column] == 0 ? IMPOSSIBLE : values[row][column];
    }

    private void put(int row, int column) {
        columnOf[row] = column == none ? NONE : column;
        if (column == none) {
            return;
        }
        for (int to = 0; to <= none; to++) {
            long value = value(row, to);
            if (to != column && value != IMPOSSIBLE) {
                moves.get(column * (none + 1) + to).add(new Move(value - values[row][column], row));
            }
        }
    }

    private @Nullable Move bestMove(int from, int to) {
        PriorityQueue<Move> candidates = moves.get(from * (none + 1) + to);
        Move first = candidates.peek();
        while (first != null && columnOf[first.row()] != from) {
            candidates.poll();
            first = candidates.peek();
        }
        return first;
    }
}
