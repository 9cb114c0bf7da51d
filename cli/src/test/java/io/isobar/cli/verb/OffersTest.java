package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeCatalog;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.market.v1.BillingMode;
import io.isobar.proto.market.v1.Offer;
import io.isobar.proto.market.v1.PriceUnit;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.PoolOffer;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OffersTest {
    private final Market market = new Market();
    private final FakeBroker broker = new FakeBroker(new FakeCatalog(), market);

    /** Answers what a test has put in. */
    private static final class Market extends RegionServiceImplBase {
        final List<ListOffersRequest> asked = new CopyOnWriteArrayList<>();
        volatile List<PoolOffer> offers = List.of();
        volatile List<PoolStatus> pools = List.of();

        @Override
        public void listOffers(ListOffersRequest request, StreamObserver<ListOffersResponse> answer) {
            asked.add(request);
            answer.onNext(ListOffersResponse.newBuilder().addAllOffers(offers).build());
            answer.onCompleted();
        }

        @Override
        public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> answer) {
            answer.onNext(ListPoolsResponse.newBuilder().addAllPools(pools).build());
            answer.onCompleted();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run run(String... arguments) {
        return Run.of(broker, arguments);
    }

    private static PoolOffer offer(String region, BillingMode mode, PriceUnit unit, String amount, String currency) {
        var offer = Offer.newBuilder().setPool("ascend-910b3").setMode(mode).setUnit(unit);
        if (!amount.isEmpty()) {
            offer.setPrice(Records.money(amount, currency));
        }
        return PoolOffer.newBuilder()
                .setProvider("guian-compute-centre")
                .setOffer(offer)
                .setPool(Records.pool(region, "ascend-910b3"))
                .build();
    }

    private static PoolOffer card(String region, String amount) {
        return offer(region, BillingMode.BILLING_MODE_ON_DEMAND, PriceUnit.PRICE_UNIT_CARD_HOUR, amount, "CNY");
    }

    private static PoolStatus having(PoolStatus pool) {
        var to = pool.toBuilder();
        to.getPoolBuilder().getAcceleratorBuilder().setModelId(FakeCatalog.KNOWN.getId());
        return to.build();
    }

    @Test
    void showsWhoSellsItTheCheapestFirstWithTheCost() {
        market.offers = List.of(
                card("dear-region", "9.5"),
                card("cheap-region", "7.8"),
                offer("node-region", BillingMode.BILLING_MODE_SPOT, PriceUnit.PRICE_UNIT_NODE_HOUR, "60", "CNY"));
        var run = run("offers", "--accelerator", "910B3:8", "--hours", "100");
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(1)).contains("node-region", "spot", "60.00 CNY/node-h", "6,000.00 CNY");
        assertThat(run.lines().get(2)).contains("cheap-region", "on-demand", "7.80 CNY/card-h", "6,240.00 CNY", "ago");
        assertThat(run.lines().get(3)).contains("dear-region", "7,600.00 CNY");
        assertThat(run.lines().get(4)).contains("Cost of Ascend910B3:8 on one node for 100 h");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
        assertThat(market.asked.getFirst().getAccelerator()).isEqualTo("Ascend910B3:8");
    }

    @Test
    void aPriceThatIsNotKnownOrIsForCoresCostsNoFigureAndComesLast() {
        market.offers = List.of(
                offer("no-price", BillingMode.BILLING_MODE_ON_DEMAND, PriceUnit.PRICE_UNIT_CARD_HOUR, "", ""),
                offer("by-core", BillingMode.BILLING_MODE_ON_DEMAND, PriceUnit.PRICE_UNIT_CORE_HOUR, "0.1", "CNY"),
                card("by-card", "7.8"));
        var lines = run("offers", "--accelerator", "910B3:8").lines();
        assertThat(lines.get(1)).startsWith("by-card");
        assertThat(lines.subList(2, 4)).allSatisfy(line -> assertThat(line).doesNotContain("0.00"));
        assertThat(lines.get(2)).contains("on-demand  -  ");
    }

    @Test
    void currenciesAreNotMixed() {
        market.offers = List.of(
                offer("us", BillingMode.BILLING_MODE_ON_DEMAND, PriceUnit.PRICE_UNIT_CARD_HOUR, "1", "USD"),
                card("cn", "7.8"));
        var run = run("offers", "--accelerator", "910B3:8");
        assertThat(run.lines().get(1)).startsWith("cn");
        assertThat(run.out()).contains("different currencies are not compared");
    }

    @Test
    void whereNobodySellsItTheReasonIsTold() {
        assertThat(run("offers", "--accelerator", "910B3:8").out())
                .contains("No offer for Ascend910B3:8.", "No pool has huawei-ascend-910b3");

        market.pools = List.of(having(Records.pool("guizhou", "ascend-910b3")));
        assertThat(run("offers", "--accelerator", "910B3:8").out()).contains("say no price: guizhou/ascend-910b3");

        var small = market.pools.getFirst().toBuilder();
        small.getPoolBuilder().getCapacityBuilder().getBucketsBuilderList().forEach(bucket -> bucket.setTotalUnits(4));
        market.pools = List.of(small.build());
        assertThat(run("offers", "--accelerator", "910B3:8").out())
                .contains("the largest node has 4 units: ask for at most 4");
    }

    @Test
    void aNameThatMeansNothingEndsWithFourAndOneThatMeansSeveralWithTwo() {
        var unknown = run("offers", "--accelerator", "91OB3:8");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.err()).contains("did you mean 910B3, 910B4?");
        var ambiguous = run("offers", "--accelerator", "910B");
        assertThat(ambiguous.code()).isEqualTo(2);
        assertThat(ambiguous.err()).contains("may mean 2 accelerators", "Ascend910B3");
        assertThat(run("offers", "--accelerator", "a part").err()).contains("a part of a device");
        assertThat(market.asked).isEmpty();
    }

    @Test
    void hoursAreBounded() {
        for (var wrong : List.of("0", "-1", "1000001", "0.0000001", "x")) {
            assertThat(run("offers", "--accelerator", "910B3:8", "--hours", wrong)
                            .code())
                    .isEqualTo(2);
        }
        assertThat(run("offers").code()).isEqualTo(2);
    }

    private static JsonArray offers(Run run) {
        return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("offers");
    }

    @Test
    void jsonIsTheListOfOffersWithTheCostThatTheTableShows() throws InvalidProtocolBufferException {
        var dear = card("dear-region", "9.5");
        market.offers = List.of(
                dear, offer("no-price", BillingMode.BILLING_MODE_ON_DEMAND, PriceUnit.PRICE_UNIT_CARD_HOUR, "", ""));

        var offers = offers(run("offers", "--accelerator", "910B3:8", "--hours", "100", "-o", "json"));

        var known = offers.get(0).getAsJsonObject();
        var cost = known.remove("cost").getAsJsonObject();
        assertThat(cost.get("amount").getAsString()).isEqualTo("7600.0");
        assertThat(cost.get("currency").getAsString()).isEqualTo("CNY");
        assertThat(offers.get(1).getAsJsonObject().has("cost")).isFalse();
        var read = PoolOffer.newBuilder();
        JsonFormat.parser().merge(known.toString(), read);
        assertThat(read.build()).isEqualTo(dear);
    }

    @Test
    void yamlHasTheCostAndNamesHaveNone() {
        market.offers = List.of(card("cheap-region", "7.8"));
        assertThat(run("offers", "--accelerator", "910B3:8", "-o", "yaml").out())
                .contains("  cost:\n    currency: CNY\n    amount: \"62.4\"\n");
        assertThat(run("offers", "--accelerator", "910B3:8", "-o", "name").out())
                .isEqualTo("cheap-region/ascend-910b3\n");
    }

    @Test
    void jsonOfNoOffersIsAnEmptyList() {
        assertThat(offers(run("offers", "--accelerator", "910B3:8", "-o", "json")))
                .isEmpty();
    }
}
