package io.isobar.broker.placement;

import java.util.Arrays;

/**
 * Finds the best of many players, and finds it again in logarithmic time when one of them has changed: each match is between two
 * neighbours, and its winner goes on. Players go by numbers from 0.
 */
final class Tournament {
    private static final int NOBODY = -1;

    private final Order order;
    /** One for all times, so that its heap is. */
    private final Ranking ranking = new Ranking();

    private int seats = 1;
    /** Of the match at i, whose own matches are at 2i and 2i + 1; the players themselves begin at {@link #seats}. */
    private int[] winner = {NOBODY, NOBODY};

    /** Who is better. */
    @FunctionalInterface
    interface Order {
        boolean isBefore(int player, int other);
    }

    Tournament(Order order) {
        this.order = order;
    }

    /** Takes in one more player, with the next number. */
    void join(int player) {
        if (player >= seats) {
            grow(player);
        }
        winner[seats + player] = player;
        play(player);
    }

    private void grow(int player) {
        int before = seats;
        while (seats <= player) {
            seats *= 2;
        }
        var larger = new int[seats * 2];
        Arrays.fill(larger, NOBODY);
        System.arraycopy(winner, before, larger, seats, before);
        winner = larger;
        for (int match = seats - 1; match > 0; match--) {
            winner[match] = better(winner[2 * match], winner[2 * match + 1]);
        }
    }

    /** A player has changed. */
    void play(int player) {
        for (int match = (seats + player) / 2; match > 0; match /= 2) {
            winner[match] = better(winner[2 * match], winner[2 * match + 1]);
        }
    }

    /** The best; negative where there is none. */
    int best() {
        return winner[1];
    }

    private int better(int one, int other) {
        if (one < 0 || other < 0) {
            return Math.max(one, other);
        }
        return order.isBefore(other, one) ? other : one;
    }

    /** All players, best first, for as long as none of them changes and no other ranking is asked for. */
    Ranking ranking() {
        return ranking.begin();
    }

    /** Goes through the players, best first. */
    final class Ranking {
        /** Matches whose winners are still to be named, as a heap by their winners. */
        private int[] heap = new int[64];

        private int size;

        private Ranking begin() {
            size = 0;
            push(1);
            return this;
        }

        /** The next best; negative where there is none left. */
        int next() {
            if (size == 0) {
                return NOBODY;
            }
            int match = pop();
            int best = winner[match];
            // Its winner is named; those whom it beat on its way there are not.
            while (match < seats) {
                int left = 2 * match;
                int beaten = winner[left] == best ? left + 1 : left;
                match = beaten ^ 1;
                push(beaten);
            }
            return best;
        }

        private void push(int match) {
            if (winner[match] < 0) {
                return;
            }
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            int at = size++;
            while (at > 0 && isBefore(match, heap[(at - 1) / 2])) {
                heap[at] = heap[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            heap[at] = match;
        }

        private int pop() {
            int first = heap[0];
            int last = heap[--size];
            int at = 0;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                    child++;
                }
                if (!isBefore(heap[child], last)) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = last;
            return first;
        }

        private boolean isBefore(int match, int other) {
            return order.isBefore(winner[match], winner[other]);
        }
    }
}
