package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final AcceleratorResolver RESOLVER =
            AcceleratorCatalog.load().resolver();

    @Test
    void countsInsertionsDeletionsReplacementsAndSwaps() {
        assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
        assertThat(NearestNames.distance("h100", "h100")).isZero();
        assertThat(NearestNames.distance("h010", "h100")).isEqualTo(1);
        assertThat(NearestNames.distance("h10o", "h100")).isEqualTo(1);
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    }

    /** The measuring that gives up early finds the same as the one that never does. */
    @Test
    void noNameIsNearerThanThoseThatAreNamed() {
        var names = List.copyOf(RESOLVER.names());
        SeededCases.check(300, random -> {
            var wrong = mutated(names.get(random.nextInt(names.size())), random.nextInt(), random.nextInt(3) + 1);
            if (RESOLVER.resolve(wrong) instanceof Resolution.Unknown unknown
                    && !unknown.nearest().isEmpty()) {
                var folded = FoldedName.fold(wrong);
                int best = names.stream()
                        .mapToInt(name -> NearestNames.distance(folded, FoldedName.fold(name)))
                        .min()
                        .orElseThrow();
                assertThat(NearestNames.distance(
                                folded, FoldedName.fold(unknown.nearest().getFirst())))
                        .as(wrong)
                        .isEqualTo(best);
            }
        });
    }

    private static String mutated(String name, int seed, int edits) {
        var text = new StringBuilder(name);
        for (int i = 0; i < edits && text.length() > 1; i++) {
            int at = Math.floorMod(seed + 7 * i, text.length());
            text.setCharAt(at, (char) ('a' + Math.floorMod(seed >> i, 26)));
        }
        return text.toString();
    }
}
