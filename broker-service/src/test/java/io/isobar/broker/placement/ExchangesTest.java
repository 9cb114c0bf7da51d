package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In the east there is one node of eight for 5 CNY a card and hour, in the west one for 10 CNY. */
class ExchangesTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final WorkloadSpec SHORT = Specs.gang(1, 8, 1.0);
    private static final WorkloadSpec LONG = Specs.gang(1, 8, 10.0);

    private final Random random = new Random(3);
    private final CapacityBook book = new CapacityBook();
    private final WaitingLine line = new WaitingLine();
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private int submitted;

    private void offer(String name, int free, String price) {
        var facts = region(name);
        book.connected(facts, NOW);
        book.report(a100s(name, 1, histogram(nodes(1, 8, free)), price), NOW);
        book.synchronised(
                facts.name(), Set.of(a100s(name, 1, histogram(), price).key().pool()));
    }

    private List<Decided> place(WorkloadSpec... specs) {
        for (var spec : specs) {
            line.put(Workload.accepted(WorkloadId.random(random), spec, NOW.plusMillis(submitted++)));
        }
        var decided = new ArrayList<Decided>();
        new PlacementService(engine).round(line, book, new Holdings(), Neighbours.NONE, NOW, decided::add);
        return decided;
    }

    private static List<String> regions(List<Decided> decided) {
        return decided.stream()
                .map(one -> one instanceof Decided.Placed placed
                        ? placed.assignments().getFirst().pool().region().value()
                        : "waits")
                .toList();
    }

    @Test
    void theLongWorkGetsTheCheapPlaceThoughTheShortOneCameFirst() {
        offer("east", 8, "5 CNY");
        offer("west", 8, "10 CNY");

        var decided = place(SHORT, LONG);

        assertThat(regions(decided)).containsExactly("west", "east");
        assertThat(decided.getFirst().decision().summary())
                .contains("chosen: west/", "80.01 CNY in all", "2 moved", "cost 360.31 CNY less");
        assertThat(decided.getFirst().decision().best())
                .extracting(candidate -> candidate.pool().region().value())
                .containsExactly("west", "east");
        assertThat(book.view().pools()).allMatch(pool -> pool.free().freeUnits() == 0);
    }

    @Test
    void nobodyPaysMoreSoThatAnotherTenantPaysLess() {
        offer("east", 8, "5 CNY");
        offer("west", 8, "10 CNY");

        assertThat(regions(place(Specs.of("one", SHORT), Specs.of("other", LONG))))
                .containsExactly("east", "west");
    }

    @Test
    void whoCanGoElsewhereMakesRoomForWhoCannot() {
        offer("east", 8, "5 CNY");
        offer("west", 4, "10 CNY");
        var onlyEast = new PlacementRules(List.of("east"), List.of(), null, List.of(), null);

        var decided = place(Specs.gang(1, 4, 1.0), Specs.gang(1, 8, 1.0, onlyEast, Objective.CHEAPEST));

        assertThat(regions(decided)).containsExactly("west", "east");
        assertThat(decided.getLast().decision().dominant()).isNull();
        assertThat(book.view().pools()).allMatch(pool -> pool.free().freeUnits() == 0);
    }

    /** A pool is kept for the last one, which has the dearer place of the two in the end. */
    @Test
    void whatIsKeptForOneOfThemIsForAllWhereThatOneFindsAPlace() {
        offer("east", 8, "5 CNY");
        offer("north", 8, "7 CNY");
        offer("west", 8, "10 CNY");
        var notWest = new PlacementRules(List.of("east", "north"), List.of(), null, List.of(), null);

        var decided = place(
                SHORT,
                Specs.gang(1, 8, 10.0, notWest, Objective.CHEAPEST),
                Specs.gang(1, 8, 1.0, notWest, Objective.CHEAPEST));

        assertThat(regions(decided)).containsExactly("west", "east", "north");
        assertThat(book.view().pools()).allMatch(pool -> pool.free().freeUnits() == 0);
    }

    @Test
    void whoHasAPlaceDoesNotLoseItToCheaperWork() {
        offer("east", 8, "5 CNY");

        assertThat(regions(place(LONG, SHORT))).containsExactly("east", "waits");
    }

    @Test
    void whoWantsToBeDoneSoonIsNotMovedForMoney() {
        offer("east", 8, "5 CNY");
        offer("west", 8, "10 CNY");
        var soon = Specs.gang(1, 8, 1.0, PlacementRules.NONE, new Objective(Objective.Kind.TIME, null, null));

        assertThat(regions(place(soon, LONG))).containsExactly("east", "west");
    }
}
