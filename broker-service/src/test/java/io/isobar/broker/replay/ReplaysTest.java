package io.isobar.broker.replay;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Holdings;
import io.isobar.broker.placement.Neighbours;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.WaitingLine;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.DecisionInputs;
import io.isobar.proto.workload.v1.Difference;
import io.isobar.proto.workload.v1.Replay;
import io.isobar.proto.workload.v1.ReplayResult;
import io.isobar.proto.workload.v1.ReplayedPlace;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node of eight in the east, at 5 CNY, one in the west, at 10 CNY, and in the south one that is full. */
class ReplaysTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final InputsCodec CODEC = new InputsCodec(Pools.CATALOG, "1.0.0");
    private static final WorkloadSpec SPEC = Specs.gang(1, 8, 2.0);

    private final CapacityBook book = new CapacityBook();
    private final PlacementEngine engine = engine("test");
    private final Replays replays = new Replays(CODEC, engine);

    ReplaysTest() {
        offer("east", 8, 1, "5 CNY");
        offer("west", 8, 1, "10 CNY");
        offer("south", 0, 1, "1 CNY");
    }

    private static PlacementEngine engine(String version) {
        return new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, version));
    }

    private void offer(String name, int free, int count, String price) {
        var facts = region(name);
        book.connected(facts, NOW);
        book.report(a100s(name, 1, histogram(nodes(count, 8, free)), price), NOW);
        book.synchronised(facts.name(), Set.of("a100"));
    }

    private io.isobar.broker.placement.Decision decide(WorkloadSpec spec) {
        return engine.decide(book.view(), Asked.of(spec), NOW);
    }

    private static Decision recorded(io.isobar.broker.placement.Decision decision) {
        // As it is read from the store.
        return DecisionCodec.fromJson(DecisionCodec.toJson(DecisionCodec.toProto("w-1-1", "w-1", decision)));
    }

    private Replay replay(io.isobar.broker.placement.Decision decision, WorkloadSpec spec) {
        return replays.replay(recorded(decision), CODEC.toBytes(decision), spec);
    }

    private Replay tampered(io.isobar.broker.placement.Decision decision, Consumer<DecisionInputs.Builder> with) {
        var inputs = InputsCodec.fromBytes(CODEC.toBytes(decision)).toBuilder();
        with.accept(inputs);
        return replays.replay(recorded(decision), inputs.build().toByteArray(), SPEC);
    }

    private static ReplayedPlace at(Replay replay, String region) {
        return replay.getPlacesList().stream()
                .filter(place -> place.getRegion().equals(region))
                .findFirst()
                .orElseThrow();
    }

    private static Difference of(String field, String recorded, String replayed) {
        return Differences.of(field, recorded, replayed);
    }

    @Test
    void theSameInputsGiveTheSameDecision() {
        var replay = replay(decide(SPEC), SPEC);

        assertThat(replay.getSummary())
                .isEqualTo("replayed with the same engine and catalogue: the same choice and bills");
        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        assertThat(replay.getNotesList()).isEmpty();
        assertThat(replay.getPlacesList())
                .extracting(ReplayedPlace::getRegion)
                .containsExactly("east", "west", "south");
        assertThat(replay.getPlacesList())
                .allMatch(place -> place.getDifferencesCount() == 0
                        && !place.hasReplayedCandidate()
                        && !place.hasReplayedRefusal());
        assertThat(at(replay, "south").hasRecordedRefusal()).isTrue();
    }

    @Test
    void anotherPriceIsToldByTheLinesOfTheBillThatItChanges() {
        var replay = tampered(
                decide(SPEC),
                inputs -> inputs.getPoolsBuilder(1)
                        .getOffersBuilder(0)
                        .getPriceBuilder()
                        .setAmount("11"));

        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_DIFFERENT);
        assertThat(replay.getSummary())
                .startsWith(
                        "replayed with the same engine and catalogue: differs: the choice is the same, 1 of 3 comes")
                .contains("west/a100 (");
        assertThat(at(replay, "west").getDifferencesList())
                .contains(
                        of("offer.price", "10.00 CNY", "11.00 CNY"),
                        of("price_per_hour", "80.00 CNY", "88.00 CNY"),
                        of("bill[COMPUTE].amount", "160.00 CNY", "176.00 CNY"));
        assertThat(at(replay, "east").getDifferencesCount()).isZero();
    }

    @Test
    void anotherChoiceIsToldByTheOrder() {
        var replay = tampered(
                decide(SPEC),
                inputs -> inputs.getPoolsBuilder(1)
                        .getOffersBuilder(0)
                        .getPriceBuilder()
                        .setAmount("4"));

        assertThat(replay.getSummary()).contains("the choice is another, 2 of 3 come out otherwise");
        assertThat(at(replay, "east").getDifferencesList()).containsExactly(of("place", "1", "2"));
        assertThat(at(replay, "west").getDifferencesList()).contains(of("place", "2", "1"));
    }

    @Test
    void aPoolThatIsRefusedNowAndOneThatIsNotAreTold() {
        var replay = tampered(decide(SPEC), inputs -> {
            inputs.getRegionsBuilder(0).setCordonNote("works");
            inputs.getPoolsBuilder(2)
                    .getPoolBuilder()
                    .getCapacityBuilder()
                    .getBucketsBuilder(0)
                    .setFreeUnits(8);
        });

        assertThat(at(replay, "east").getDifferencesList())
                .containsExactly(of("outcome", "candidate", "REGION_CORDONED (east is cordoned: works)"));
        assertThat(at(replay, "east").getReplayedRefusal().getRemedy()).isEqualTo("isobar region uncordon east");
        assertThat(at(replay, "south").getDifferencesList()).singleElement().satisfies(difference -> {
            assertThat(difference.getField()).isEqualTo("outcome");
            assertThat(difference.getRecorded()).startsWith("INSUFFICIENT_CAPACITY (");
            assertThat(difference.getReplayed()).isEqualTo("candidate");
        });
        assertThat(replay.getSummary()).contains("the choice is another");
    }

    @Test
    void otherTimesMakeOtherReasons() {
        var replay = tampered(
                decide(SPEC),
                inputs -> inputs.getJudgedAtBuilder()
                        .setSeconds(NOW.plus(Duration.ofMinutes(2)).getEpochSecond()));

        assertThat(at(replay, "east").getDifferencesList())
                .singleElement()
                .satisfies(difference -> assertThat(difference.getReplayed()).startsWith("CAPACITY_STALE"));
    }

    @Test
    void anotherBrokerCatalogueAndPolicyAreNamed() {
        var decision = decide(SPEC);
        var catalogue = AcceleratorCatalog.load(
                "ours",
                new StringReader(""),
                "our speeds",
                new StringReader("family,model_id,reference_id,precision,speed,setting,source\n"));
        var newer = new Replays(new InputsCodec(catalogue, "2.0.0"), engine("another"));

        var replay = newer.replay(recorded(decision), CODEC.toBytes(decision), SPEC);

        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        assertThat(replay.getSummary())
                .isEqualTo("replayed with another engine or catalogue: the same choice and bills");
        assertThat(String.join("\n", replay.getNotesList()))
                .contains("version 1.0.0 of the broker", "version 2.0.0")
                .contains("version " + Pools.CATALOG.version() + " of the catalogue", catalogue.version())
                .contains("\"test\"; now the broker decides by \"another\"");
    }

    @Test
    void aDecisionWithoutInputsIsNotReplayed() {
        var decision = recorded(decide(SPEC));

        for (var nothing : new byte[][] {null, {}}) {
            var replay = replays.replay(decision, nothing, SPEC);
            assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_NOT_REPLAYED);
            assertThat(replay.getSummary())
                    .contains("the inputs of this decision were not kept", "version 21 of the database");
        }
    }

    @Test
    void damagedInputsAreNotReplayed() {
        var decision = decide(SPEC);

        assertThat(replays.replay(recorded(decision), new byte[] {(byte) 0xff, 1}, SPEC))
                .satisfies(replay -> {
                    assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_NOT_REPLAYED);
                    assertThat(replay.getSummary()).startsWith("not replayed: its inputs cannot be read: ");
                });
        assertThat(tampered(decision, inputs -> inputs.getPoolsBuilder(0).setRegion(99))
                        .getSummary())
                .startsWith("not replayed: its inputs cannot be read: there is no number 99");
    }

    @Test
    void theSameRefusalsComeOutOfWhatWaits() {
        var spec = Specs.gang(9, 8, 2.0);
        var replay = replay(decide(spec), spec);

        assertThat(replay.getSummary()).isEqualTo("replayed with the same engine and catalogue: the same refusals");
        assertThat(replay.getPlacesList()).hasSize(3).allMatch(ReplayedPlace::hasRecordedRefusal);
    }

    @Test
    void whereNoPoolIsKnownNothingIsReplayed() {
        var nowhere = engine.decide(new CapacityBook().view(), Asked.of(SPEC), NOW);

        assertThat(replay(nowhere, SPEC).getSummary()).isEqualTo("not replayed: no pool was looked at");
    }

    @Test
    void aPlaceThatWasExchangedIsJudgedAgainAndTheExchangeIsNot() {
        var line = new WaitingLine();
        var random = new Random(3);
        var asked = List.of(Specs.gang(1, 8, 1.0), Specs.gang(1, 8, 10.0));
        for (int i = 0; i < asked.size(); i++) {
            line.put(Workload.accepted(WorkloadId.random(random), asked.get(i), NOW.plusMillis(i)));
        }
        var decided = new ArrayList<Decided>();
        new PlacementService(engine).round(line, book, new Holdings(), Neighbours.NONE, NOW, decided::add);
        var moved = decided.stream()
                .filter(one -> one.decision().summary().contains("places were exchanged"))
                .toList();

        assertThat(moved).hasSize(2);
        for (var one : moved) {
            var replay = replay(one.decision(), one.workload().spec());
            assertThat(replay.getResult()).as(one.decision().summary()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
            assertThat(replay.getSummary()).endsWith("the same bills, of places that were exchanged");
            assertThat(replay.getNotesList())
                    .anyMatch(note -> note.contains("the exchange, which hangs on those others"));
        }
    }

    @Test
    void aGangInPartsIsPlacedAgainAmongItsPools() {
        var spec = Specs.but(Specs.gang(2, 8, 1.0), draft -> draft.across = Across.REGIONS);
        var decision = decide(spec);
        var replay = replay(decision, spec);

        assertThat(decision.parts()).hasSize(2);
        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        assertThat(replay.getPlacesList()).extracting(ReplayedPlace::getGroup).containsExactly("", "main", "main");
        assertThat(replay.getNotesList()).anyMatch(note -> note.contains("among those of its best plans"));
    }

    @Test
    void whyAGangInPartsWaitsIsNotReplayed() {
        var spec = Specs.but(Specs.gang(7, 8, 1.0), draft -> draft.across = Across.REGIONS);

        assertThat(replay(decide(spec), spec).getSummary())
                .startsWith("not replayed: why a gang in parts finds no place hangs on all pools");
    }

    @Test
    void ofManyPoolsThoseOfTheBestAndOfTheFirstRefusalsAreKept() {
        IntStream.range(0, 20).forEach(i -> offer("more-" + i, 8, 1, "20 CNY"));
        IntStream.range(0, 20).forEach(i -> offer("full-" + i, 0, 1, "20 CNY"));
        var replay = replay(decide(SPEC), SPEC);

        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        assertThat(replay.getPlacesList()).hasSize(10);
        assertThat(replay.getNotesList())
                .singleElement()
                .asString()
                .startsWith(
                        "the inputs of 10 of 43 pools were kept, those of the best candidates and of the first refusals");
    }

    @Test
    void inputsAreBoundedAndSayWhatWasLeftOut() {
        var buckets = IntStream.range(0, 3_000)
                .mapToObj(i -> nodes(1 + i % 7, 8 + i, 8))
                .toArray(NodeBucket[]::new);
        book.report(a100s("east", 2, histogram(buckets), "5 CNY"), NOW);
        var decision = decide(SPEC);
        var stored = CODEC.toBytes(decision);
        var replay = replay(decision, SPEC);

        assertThat(stored.length).isLessThan(InputsCodec.MOST_POOL_BYTES);
        assertThat(replay.getInputs().getPoolsLeftOut()).isEqualTo(1);
        assertThat(replay.getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        assertThat(replay.getPlacesList()).extracting(ReplayedPlace::getRegion).containsExactly("west", "south");
        assertThat(replay.getNotesList())
                .anyMatch(note -> note.equals("1 of those pools were too large for their inputs to be kept"));
    }

    @Test
    void whatAPoolMayBePaidWithIsOfThen() {
        var decision = decide(SPEC);
        book.report(
                Pools.report(
                        Pools.key("east", "a100"),
                        3,
                        Pools.accelerated(Pools.A100_80),
                        histogram(nodes(2, 8, 8)),
                        new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, Money.parse("99 CNY"), null)),
                NOW);

        assertThat(decide(SPEC).chosen().pool().region().value()).isEqualTo("west");
        assertThat(replay(decision, SPEC).getResult()).isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
    }
}
