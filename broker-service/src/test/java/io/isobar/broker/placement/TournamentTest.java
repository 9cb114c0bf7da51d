package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TournamentTest {
    @Test
    void hasNoBestOfNobody() {
        var tournament = new Tournament((one, other) -> one < other);

        assertThat(tournament.best()).isNegative();
        assertThat(tournament.ranking().next()).isNegative();
    }

    @Test
    void ranksPlayersThatJoinAndChange() {
        SeededCases.check(200, random -> {
            var scores = new ArrayList<Integer>();
            Comparator<Integer> order =
                    Comparator.<Integer, Integer>comparing(scores::get).thenComparing(Comparator.naturalOrder());
            var tournament = new Tournament((one, other) -> order.compare(one, other) < 0);
            int steps = 1 + random.nextInt(100);
            for (int i = 0; i < steps; i++) {
                if (scores.isEmpty() || random.nextBoolean()) {
                    scores.add(random.nextInt(20));
                    tournament.join(scores.size() - 1);
                } else {
                    int player = random.nextInt(scores.size());
                    scores.set(player, random.nextInt(20));
                    tournament.play(player);
                }
            }

            var sorted = IntStream.range(0, scores.size()).boxed().sorted(order).toList();
            assertThat(tournament.best()).isEqualTo(sorted.getFirst());
            assertThat(ranked(tournament)).isEqualTo(sorted);
        });
    }

    private static List<Integer> ranked(Tournament tournament) {
        var ranked = new ArrayList<Integer>();
        var ranking = tournament.ranking();
        for (int next = ranking.next(); next >= 0; next = ranking.next()) {
            ranked.add(next);
        }
        return ranked;
    }
}
