package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Fit;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.placement.Exchange.Option;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExchangeTest {
    private static final int CASES = 300;
    private static final int MOST_ASKED = 100_000;
    private static final long NO_PLACE = 1_000_000;

    private final Map<PoolKey, Histogram> free = new HashMap<>();
    private final List<List<Option>> options = new ArrayList<>();

    /** Up to four pools and six workloads. */
    private void draw(RandomGenerator random) {
        free.clear();
        options.clear();
        int pools = 2 + random.nextInt(3);
        for (int pool = 0; pool < pools; pool++) {
            free.put(Pools.key("region", "pool-" + pool), Pools.histogram(Pools.nodes(1 + random.nextInt(2), 8, 8)));
        }
        int members = 2 + random.nextInt(5);
        for (int member = 0; member < members; member++) {
            var shape = new ReplicaShape(1 << random.nextInt(4), 0, 0);
            var mine = new ArrayList<Option>();
            free.keySet().stream().sorted().forEach(pool -> {
                if (random.nextInt(4) > 0) {
                    mine.add(new Option(pool, shape, 1, 1 + random.nextInt(1_000)));
                }
            });
            mine.sort(Comparator.comparingLong(Option::bill));
            options.add(mine);
        }
    }

    /** Each its cheapest in turn. */
    private int[] inTurn() {
        var left = new HashMap<>(free);
        var places = new int[options.size()];
        for (int member = 0; member < places.length; member++) {
            places[member] = -1;
            for (int option = 0; option < options.get(member).size() && places[member] < 0; option++) {
                places[member] = takes(left, options.get(member).get(option)) ? option : -1;
            }
        }
        return places;
    }

    private static boolean takes(Map<PoolKey, Histogram> left, Option place) {
        var pool = left.getOrDefault(place.pool(), new Histogram(List.of()));
        if (pool.fit(place.shape(), place.replicas()) instanceof Fit.Fits fits) {
            left.put(place.pool(), fits.left());
            return true;
        }
        return false;
    }

    private long cost(int[] places) {
        long sum = 0;
        for (int member = 0; member < places.length; member++) {
            sum += places[member] < 0
                    ? NO_PLACE
                    : options.get(member).get(places[member]).bill();
        }
        return sum;
    }

    /** The least cost of all there are, of the members from one on. */
    private long least(int member, Map<PoolKey, Integer> units) {
        if (member == options.size()) {
            return 0;
        }
        long least = NO_PLACE + least(member + 1, units);
        for (var option : options.get(member)) {
            int left = units.getOrDefault(option.pool(), 0) - option.shape().units();
            if (left >= 0) {
                var after = new HashMap<>(units);
                after.put(option.pool(), left);
                least = Math.min(least, option.bill() + least(member + 1, after));
            }
        }
        return least;
    }

    private boolean fits(int[] places) {
        var units = new HashMap<PoolKey, Long>();
        free.forEach((pool, histogram) -> units.put(pool, histogram.freeUnits()));
        for (int member = 0; member < places.length; member++) {
            if (places[member] >= 0) {
                var place = options.get(member).get(places[member]);
                units.merge(place.pool(), -(long) place.shape().units(), Long::sum);
            }
        }
        return units.values().stream().allMatch(left -> left >= 0);
    }

    @Test
    void whatItFindsFitsAndIsNeverDearerAndNobodyLosesAPlace() {
        SeededCases.check(CASES, random -> {
            draw(random);
            var now = inTurn();
            var found = new Exchange(options, free::get, MOST_ASKED).improve(now);

            assertThat(fits(found)).isTrue();
            assertThat(cost(found)).isLessThanOrEqualTo(cost(now));
            for (int member = 0; member < now.length; member++) {
                assertThat(found[member] >= 0 || now[member] < 0).isTrue();
            }
        });
    }

    /** Shares of a third, or of a tenth, add up to a whole only nearly: what is left of it must not become a price without bounds. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comesToAnEndWherePoolsAreWantedByJustAsManyAsTheyHaveRoomFor() {
        SeededCases.check(CASES, random -> {
            free.clear();
            options.clear();
            for (int pool = 0; pool < 3; pool++) {
                free.put(
                        Pools.key("region", "pool-" + pool),
                        Pools.histogram(Pools.nodes(1 + random.nextInt(12), 1, 1)));
            }
            int members = 1 + random.nextInt(24);
            for (int member = 0; member < members; member++) {
                var mine = new ArrayList<Option>();
                free.keySet().stream()
                        .sorted()
                        .filter(pool -> random.nextInt(3) > 0)
                        .forEach(pool -> mine.add(
                                new Option(pool, new ReplicaShape(1, 0, 0), 1, 1_000_000L * (1 + random.nextInt(3)))));
                mine.sort(Comparator.comparingLong(Option::bill));
                options.add(mine);
            }

            assertThat(fits(new Exchange(options, free::get, MOST_ASKED).improve(inTurn())))
                    .isTrue();
        });
    }

    @Test
    void inSmallFederationsItMostlyFindsTheLeastBill() {
        int[] best = {0};
        SeededCases.check(CASES, random -> {
            draw(random);
            var units = new HashMap<PoolKey, Integer>();
            free.forEach((pool, histogram) -> units.put(pool, (int) histogram.freeUnits()));
            var found = new Exchange(options, free::get, MOST_ASKED).improve(inTurn());
            best[0] += cost(found) == least(0, units) ? 1 : 0;
        });
        assertThat(best[0]).isGreaterThan(CASES * 9 / 10);
    }

    @Test
    void theSameInputsGiveTheSamePlaces() {
        SeededCases.check(10, random -> {
            draw(random);
            var one = new Exchange(options, free::get, MOST_ASKED).improve(inTurn());
            var other = new Exchange(options, free::get, MOST_ASKED).improve(inTurn());

            assertThat(Arrays.equals(one, other)).isTrue();
        });
    }
}
