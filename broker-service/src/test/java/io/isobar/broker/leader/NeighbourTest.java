package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread.By;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules about neighbours, as the leader keeps them over many turns. */
class NeighbourTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final NeighbourRule CACHES = new NeighbourRule(Map.of("app", "cache"), null, By.REGION);
    private static final List<By> WAYS = List.of(By.REGION, By.PROVIDER, By.PROVINCE);
    private static final int CORES = 64;

    private final Coordinator coordinator = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
    private final Map<String, RegionFacts> regions = new LinkedHashMap<>();
    private final Map<String, RecordedLink> links = new LinkedHashMap<>();
    private final Map<WorkloadId, String> living = new LinkedHashMap<>();
    private int submitted;
    private long sequence;

    @Test
    void waitsUntilWhatItMustBeNearLivesSomewhereAndGoesThere() {
        connect("east", "p", "CN", "hebei");
        connect("west", "p", "CN", "gansu");
        var web = submit(Map.of(), List.of(CACHES), List.of());
        assertThat(reasonOf(web)).isEqualTo(Reason.AFFINITY_UNMET);
        assertThat(messageOf(web)).contains("nothing that has app=cache lives in the same region");

        var cache = submit(Map.of("app", "cache"), List.of(), List.of());

        assertThat(living.get(web)).isEqualTo(living.get(cache)).isNotNull();
    }

    @Test
    void whoRunsKeepsNewcomersAwayUntilItEnds() {
        connect("east", "p", "CN", "hebei");
        var quiet = submit(Map.of(), List.of(), List.of(CACHES));
        var cache = submit(Map.of("app", "cache"), List.of(), List.of());
        assertThat(reasonOf(cache)).isEqualTo(Reason.TOO_NEAR);
        assertThat(messageOf(cache)).contains("w-0 lives in east");

        end(quiet);

        assertThat(living).containsEntry(cache, "east");
    }

    @Test
    void twoOfOneRoundThatMustBeApartAreApart() {
        connect("east", "one", "CN", "hebei");
        connect("west", "two", "CN", "hebei");
        var itself = new NeighbourRule(Map.of("app", "db"), null, By.PROVIDER);
        var spec = spec(Map.of("app", "db"), List.of(), List.of(itself));

        turn(List.of(accepted(spec), accepted(spec), accepted(spec)));

        assertThat(living.values()).containsExactlyInAnyOrder("east", "west");
    }

    @Test
    void whereAProvinceIsNotKnownItIsNeitherNearNorApart() {
        connect("east", "p", "CN", "hebei");
        var db = new NeighbourRule(Map.of("app", "db"), null, By.PROVINCE);
        submit(Map.of("app", "db"), List.of(), List.of());
        cordon("east");
        connect("west", "p", "CN", null);

        assertThat(reasonOf(submit(Map.of(), List.of(), List.of(db)))).isEqualTo(Reason.TOO_NEAR);
        assertThat(reasonOf(submit(Map.of(), List.of(db), List.of()))).isEqualTo(Reason.AFFINITY_UNMET);
    }

    @Test
    void dataThatLieAbroadKeepWorkFromEveryRegion() {
        connect("east", "p", "CN", "hebei");
        connect("frankfurt", "p", "DE", null);
        var rules = new PlacementRules(List.of(), List.of(), null, List.of("CN"), null);
        var spec = Specs.but(Specs.command(1), draft -> {
            draft.placement = rules;
            draft.data.add(new DataSet("s3://there", null, "frankfurt"));
        });

        var waits = submit(spec);

        assertThat(reasonOf(waits)).isEqualTo(Reason.RESIDENCY);
        assertThat(messageOf(waits)).contains("data s3://there lies in frankfurt, which lies in DE");
    }

    @Test
    void residencyHoldsForTheAttemptAfterAFailureToo() {
        connect("frankfurt", "p", "DE", null);
        connect("east", "p", "CN", "hebei");
        var rules = new PlacementRules(List.of(), List.of(), null, List.of("CN"), null);
        var id = submit(Specs.with(
                Specs.command(1),
                rules,
                Objective.CHEAPEST,
                new RetryRule(3, Set.of(RetryRule.Cause.NODE_FAILED), true)));
        assertThat(living).containsEntry(id, "east");

        ended(id, Reason.NODE_FAILED);

        assertThat(living).containsEntry(id, "east");
        assertThat(coordinator.workload(id).orElseThrow().tries()).isEqualTo(2);
    }

    /** Whatever comes and goes: who is placed keeps its own rules and those of all who live, and who could be placed is. */
    @Test
    void everyPlacementKeepsTheRulesAndNobodyWaitsWithoutOne() {
        SeededCases.check(60, random -> new NeighbourTest().comeAndGo(random));
    }

    private void comeAndGo(RandomGenerator random) {
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            connect("region-" + i, "provider-" + i % 2, "CN", random.nextInt(4) == 0 ? null : "province-" + i % 3);
        }
        var ids = new ArrayList<WorkloadId>();
        for (int step = 0; step < 40; step++) {
            if (random.nextInt(3) == 0 && !living.isEmpty()) {
                end(List.copyOf(living.keySet()).get(random.nextInt(living.size())));
            } else {
                var events = new ArrayList<Event>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    var accepted = accepted(randomSpec(random));
                    ids.add(accepted.workload().id());
                    events.add(accepted);
                }
                turn(events);
            }
            // What a turn's own placements allow, the next one places.
            while (coordinator.unfinished()) {
                turn(List.of());
            }
            ids.stream()
                    .flatMap(id -> coordinator.workload(id).stream())
                    .filter(workload -> workload.state() instanceof WorkloadState.Queued)
                    .forEach(workload -> assertThat(regions.keySet())
                            .as(
                                    "%s waits: %s",
                                    workload.spec(), workload.state().why())
                            .noneMatch(region -> mayLive(workload.spec(), region)));
        }
    }

    private static WorkloadSpec randomSpec(RandomGenerator random) {
        return spec(
                Map.of("app", "app-" + random.nextInt(3)),
                random.nextInt(4) == 0 ? List.of(randomRule(random)) : List.of(),
                random.nextInt(3) == 0 ? List.of(randomRule(random)) : List.of());
    }

    private static NeighbourRule randomRule(RandomGenerator random) {
        return new NeighbourRule(
                Map.of("app", "app-" + random.nextInt(3)), null, WAYS.get(random.nextInt(WAYS.size())));
    }

    /** By the rules as they are written, over all who live. */
    private boolean mayLive(WorkloadSpec spec, String region) {
        boolean apart = living.entrySet().stream().noneMatch(other -> {
            var theirs = specOf(other.getKey());
            return spec.placement().antiAffinity().stream()
                            .anyMatch(rule -> rule.selects(theirs)
                                    && !Boolean.FALSE.equals(same(rule.by(), region, other.getValue())))
                    || theirs.placement().antiAffinity().stream()
                            .anyMatch(rule -> rule.selects(spec)
                                    && !Boolean.FALSE.equals(same(rule.by(), region, other.getValue())));
        });
        boolean near = spec.placement().affinity().stream().allMatch(rule -> {
            var selected = living.entrySet().stream()
                    .filter(other -> rule.selects(specOf(other.getKey())))
                    .toList();
            return (selected.isEmpty() && rule.selects(spec))
                    || selected.stream()
                            .anyMatch(other -> Boolean.TRUE.equals(same(rule.by(), region, other.getValue())));
        });
        return apart && near;
    }

    private @Nullable Boolean same(By by, String one, String two) {
        var first = Objects.requireNonNull(regions.get(one));
        var second = Objects.requireNonNull(regions.get(two));
        return switch (by) {
            case REGION -> one.equals(two);
            case PROVIDER -> first.provider().equals(second.provider());
            case PROVINCE -> {
                var province = first.place().province();
                var other = second.place().province();
                if (one.equals(two)) {
                    yield true;
                }
                yield (province == null || other == null) ? null : (Boolean) province.equals(other);
            }
        };
    }

    private WorkloadSpec specOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().spec();
    }

    private static WorkloadSpec spec(Map<String, String> labels, List<NeighbourRule> near, List<NeighbourRule> apart) {
        return Specs.but(Specs.command(1), draft -> {
            draft.labels.putAll(labels);
            draft.placement = PlacementRules.ofNeighbours(near, apart);
        });
    }

    private WorkloadId submit(Map<String, String> labels, List<NeighbourRule> near, List<NeighbourRule> apart) {
        return submit(spec(labels, near, apart));
    }

    private WorkloadId submit(WorkloadSpec spec) {
        var accepted = accepted(spec);
        turn(List.of(accepted));
        while (coordinator.unfinished()) {
            turn(List.of());
        }
        return accepted.workload().id();
    }

    private Event.Accepted accepted(WorkloadSpec spec) {
        int number = submitted++;
        var named = Specs.but(spec, draft -> draft.name = "w-" + number);
        return new Event.Accepted(Workload.accepted(
                new WorkloadId(String.format("w-%010d", number)), named, NOW.plusNanos(number * 1000L)));
    }

    private void connect(String name, String provider, String country, @Nullable String province) {
        var link = new RecordedLink(name);
        var facts = new RegionFacts(
                new RegionName(name),
                provider,
                new Place(country, province, null, null, null, null),
                RegionFacts.Manager.SIMULATED,
                null,
                "test");
        regions.put(name, facts);
        links.put(name, link);
        var pool = machine(name, 1, CORES, CORES);
        turn(List.of(
                new Event.Connected(facts, link),
                new Event.PoolReported(link, pool, NOW),
                new Event.Synchronised(facts.name(), link, Set.of(pool.key().pool()), Set.of())));
    }

    private void cordon(String name) {
        turn(List.of(new Event.Cordon(new RegionName(name), "works")));
    }

    private void end(WorkloadId id) {
        ended(id, Reason.EXIT_ZERO);
    }

    private void ended(WorkloadId id, Reason reason) {
        var region = Objects.requireNonNull(living.remove(id));
        var attempt = Objects.requireNonNull(
                        coordinator.workload(id).orElseThrow().attempt())
                .id();
        var end = new Report.RegionEnd(reason, null, "ended", NOW);
        turn(List.of(new Event.Reported(
                Objects.requireNonNull(links.get(region)),
                new Report(new RegionName(region), attempt, Report.Phase.ENDED, ++sequence, NOW, end, 0))));
    }

    /** One turn; each that it places is held against all who live, in the order in which they were told. */
    private void turn(List<Event> events) {
        for (var message : coordinator.turn(events, NOW).messages()) {
            if (message instanceof Message.Send send && send.command() instanceof Command.Reserve reserve) {
                var id = reserve.attempt().id().workload();
                var region = reserve.region().value();
                assertThat(mayLive(reserve.workload().spec(), region))
                        .as("%s in %s beside %s", reserve.workload().spec(), region, living)
                        .isTrue();
                living.put(id, region);
            }
        }
    }

    private Reason reasonOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why().reason();
    }

    private String messageOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why().message();
    }
}
