package io.isobar.broker.capacity;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.key;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolJournal.Change;
import io.isobar.broker.resource.SeededCases;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CapacityBookPropertiesTest {
    private static final PoolKey POOL = key("east", "a100");
    private static final int STEPS = 60;

    @Test
    void leavesTheSameWhetherItIsLookedAtInBetweenOrNot() {
        SeededCases.check(300, random -> {
            var looked = connected();
            var unlooked = connected();
            for (int i = 0; i < STEPS; i++) {
                var step = step(random, i);
                step.accept(looked);
                step.accept(unlooked);
                looked.pool(0);
            }

            assertThat(free(looked)).isEqualTo(free(unlooked));
        });
    }

    @Test
    void namesAPoolInTheJournalWheneverSomethingOfItChanges() {
        SeededCases.check(300, random -> {
            var book = connected();
            for (int i = 0; i < STEPS; i++) {
                var before = book.pool(0);
                long read = book.journal().end();
                step(random, i).accept(book);
                var after = book.pool(0);

                if (!after.equals(before)) {
                    assertThat(book.journal().end()).isGreaterThan(read);
                }
                if (book.journal().end() == read + 1 && book.journal().changeAt(read) == Change.LESS) {
                    assertThat(after.orElseThrow().free().freeUnits())
                            .isLessThanOrEqualTo(before.orElseThrow().free().freeUnits());
                }
            }
        });
    }

    @Test
    void holdsTheSameOfAPoolWhateverOthersComeAndGo() {
        SeededCases.check(300, random -> {
            var book = connected();
            var crowded = connected();
            for (int i = 0; i < STEPS; i++) {
                var step = step(random, i);
                step.accept(book);
                step.accept(crowded);
                for (int other = random.nextInt(4); other > 0; other--) {
                    comeAndGo(crowded, "pool-" + i + "-" + other, i);
                }
                var now = NOW.plusSeconds(i);
                book.ageReports(now);
                crowded.ageReports(now);

                assertThat(crowded.pool(POOL)).isEqualTo(book.pool(POOL));
            }
            assertThat(crowded.poolNumberings()).isPositive();
            assertThat(crowded.poolNumbers()).isLessThanOrEqualTo(PoolEntries.FEW);
        });
    }

    private static void comeAndGo(CapacityBook book, String pool, int sequence) {
        var like = a100s("east", sequence, histogram(nodes(1, 8, 8)), "7 CNY");
        var key = new PoolKey(POOL.region(), pool);
        book.report(
                new PoolReport(key, like.facts(), sequence, NOW, like.validity(), like.capacity(), null, like.offers()),
                NOW);
        book.withdraw(key);
    }

    private static Consumer<CapacityBook> step(RandomGenerator random, int sequence) {
        var holder = "holder-" + random.nextInt(10);
        var shape = new ReplicaShape(1 + random.nextInt(8), 0, 0);
        int number = 1 + random.nextInt(5);
        int free = random.nextInt(9);
        long from = (long) sequence + random.nextInt(10);
        return switch (random.nextInt(7)) {
            case 0 ->
                book -> book.report(
                        a100s("east", sequence, histogram(nodes(4, 8, free), nodes(6, 8, 8)), "7 CNY"), NOW);
            case 1 -> book -> book.release(holder);
            case 2 -> book -> book.cover(holder, from);
            case 3 -> book -> book.cordon(POOL.region(), free > 4 ? "works" : null);
            default -> book -> book.deduct(holder, POOL, shape, number);
        };
    }

    private static Histogram free(CapacityBook book) {
        return book.view().pools().getFirst().free();
    }

    private static CapacityBook connected() {
        var book = new CapacityBook();
        book.connected(region("east"), NOW);
        book.report(a100s("east", 0, histogram(nodes(10, 8, 8)), "7 CNY"), NOW);
        book.synchronised(POOL.region(), Set.of("a100"));
        return book;
    }
}
