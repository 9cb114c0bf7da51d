package io.isobar.broker.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that are spelled like a wrong one, for a suggestion in a message; never for a decision. */
public final class NearestNames {
    private static final int MOST = 5;
    private static final int LONGEST = 64;

    private record Near(String key, int distance) {}

    private NearestNames() {}

    /**
     * The nearest names by edit distance with transpositions, one per meaning.
     *
     * @param spelled all names by what they fold to
     */
    static List<String> of(CharSequence name, Map<String, String> spelled, Map<String, Resolution> meanings) {
        String wanted = FoldedName.fold(name);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return List.of();
        }
        int limit = Math.max(1, Math.min(4, wanted.length() / 3));
        int[][] rows = new int[3][wanted.length() + limit + 1];
        var near = new ArrayList<Near>();
        for (String key : spelled.keySet()) {
            if (Math.abs(key.length() - wanted.length()) <= limit) {
                int distance = distance(wanted, key, limit, rows);
                if (distance <= limit) {
                    near.add(new Near(key, distance));
                }
            }
        }
        near.sort(Comparator.comparingInt(Near::distance)
                .thenComparingInt(n -> n.key().length())
                .thenComparing(Near::key));
        var names = new ArrayList<String>();
        Set<Resolution> seen = new HashSet<>();
        for (Near candidate : near) {
            Resolution meaning = meanings.get(candidate.key());
            if (names.size() < MOST && meaning != null && seen.add(meaning)) {
                names.add(spelled.getOrDefault(candidate.key(), candidate.key()));
            }
        }
        return names;
    }

    /** Edits that turn one text into the other: insertions, deletions, replacements, swaps of neighbours. */
    public static int distance(String a, String b) {
        return distance(a, b, Integer.MAX_VALUE, new int[3][b.length() + 1]);
    }

    /**
     * The same; or some number above {@code limit} as soon as it is known to be more.
     *
     * @param rows three, each longer than {@code b}; overwritten
     */
    private static int distance(String a, String b, int limit, int[][] rows) {
        int[] beforeLast = rows[0];
        int[] last = rows[1];
        int[] row = rows[2];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        int bestBefore = 0;
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int edits = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = swapped ? Math.min(edits, beforeLast[j - 2] + 1) : edits;
                best = Math.min(best, row[j]);
            }
            // A swap reaches back two rows: only when both are above it, nothing below can be.
            if (best > limit && bestBefore > limit) {
                return best;
            }
            bestBefore = best;
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
