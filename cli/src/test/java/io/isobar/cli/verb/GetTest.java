package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.GetRegionResponse;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.ListRatesResponse;
import io.isobar.proto.workload.v1.Rate;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetTest {
    private static final List<Region> REGIONS = List.of(
            Records.region("guizhou-ascend"),
            Records.region("\u001b[31m红色-region-with-a-name-that-is-rather-long"),
            Region.newBuilder()
                    .setDescription(Records.region("silent").getDescription())
                    .setCordoned(true)
                    .build());

    private final FakeBroker broker = new FakeBroker(new Regions(), new Rates());

    /** Of one model. */
    private static final class Rates extends WorkloadServiceImplBase {
        @Override
        public void listRates(ListRatesRequest request, StreamObserver<ListRatesResponse> answer) {
            var answered = ListRatesResponse.newBuilder();
            if (request.getModelId().equals("910B3")) {
                answered.addRates(Rate.newBuilder()
                        .setFamily("bert-large")
                        .setModelId("910B3")
                        .setReplicas(4)
                        .setUnits(8)
                        .setTenant("met-lab")
                        .setRuns(3)
                        .setFactor(1.37)
                        .setSpread(1.1));
            }
            answer.onNext(answered.build());
            answer.onCompleted();
        }
    }

    /** Gives its regions one by one, a page each. */
    private static final class Regions extends RegionServiceImplBase {
        @Override
        public void listRegions(ListRegionsRequest request, StreamObserver<ListRegionsResponse> answer) {
            int at = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            answer.onNext(ListRegionsResponse.newBuilder()
                    .addRegions(REGIONS.get(at))
                    .setNextPageToken(at + 1 < REGIONS.size() ? Integer.toString(at + 1) : "")
                    .build());
            answer.onCompleted();
        }

        @Override
        public void getRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> answer) {
            if (!request.getName().equals("guizhou-ascend")) {
                answer.onError(Refusal.of(
                        Code.NOT_FOUND,
                        "NOT_FOUND",
                        "no region \"" + request.getName() + "\"",
                        Map.of("kind", "region", "name", request.getName())));
                return;
            }
            answer.onNext(
                    GetRegionResponse.newBuilder().setRegion(REGIONS.getFirst()).build());
            answer.onCompleted();
        }

        @Override
        public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> answer) {
            answer.onNext(ListPoolsResponse.newBuilder()
                    .addPools(Records.pool("guizhou-ascend", "ascend-910b3"))
                    .addPools(Records.pool("guizhou-ascend", "other"))
                    .build());
            answer.onCompleted();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void showsRegionsWithTheAgeOfEveryFigure() {
        var run = Run.of(broker, "get", "regions");
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(1))
                .contains("guizhou-ascend", "connected", "512/1,024", "12,288/24,576", "12s ago", "acc 83% 5s ago");
    }

    @Test
    void followsEveryPage() {
        assertThat(Run.of(broker, "get", "regions", "-o", "name").lines()).hasSize(REGIONS.size());
        assertThat(Run.of(broker, "get", "regions", "-o", "json").out())
                .contains("\"regions\": [{")
                .contains("\"name\": \"silent\"")
                .contains("\"nextPageToken\": \"\"");
    }

    @Test
    void aLimitIsKeptAndTold() {
        var run = Run.of(broker, "get", "regions", "--limit", "2");
        assertThat(run.lines()).hasSize(3);
        assertThat(run.err()).contains("the first 2");
    }

    @Test
    void everyTableFitsAndHoldsNoControlCharacter() {
        for (var kind : List.of("regions", "pools")) {
            var run = Run.of(broker, "get", kind);
            assertThat(run.lines()).allSatisfy(line -> {
                assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH);
                assertThat(line.chars()).noneMatch(Character::isISOControl);
            });
        }
    }

    @Test
    void whatIsNotKnownIsADashAndNeverZero() {
        assertThat(Run.of(broker, "get", "regions").lines().getLast())
                .contains("cordoned")
                .matches("silent .* -  +-  +-  +- .*");
    }

    @Test
    void oneRegionIsItsRecord() {
        assertThat(Run.of(broker, "get", "region", "guizhou-ascend", "-o", "yaml")
                        .out())
                .startsWith("description:\n  name: guizhou-ascend\n");
    }

    @Test
    void aRegionThatIsNotThereEndsWithFour() {
        var run = Run.of(broker, "get", "regions", "nowhere");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("no region \"nowhere\"").contains("to do: isobar get regions");
    }

    @Test
    void aPoolIsFoundByItsNameOrItsWholeName() {
        assertThat(Run.of(broker, "get", "pools", "guizhou-ascend/other", "-o", "name")
                        .lines())
                .containsExactly("guizhou-ascend/other");
        assertThat(Run.of(broker, "get", "pools", "other", "-o", "name").lines())
                .containsExactly("guizhou-ascend/other");
        assertThat(Run.of(broker, "get", "pools", "none").code()).isEqualTo(4);
    }

    @Test
    void describesARegionWithItsPoolsAndFigures() {
        var run = Run.of(broker, "describe", "region", "guizhou-ascend");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Gui'an, Guizhou, CN")
                .contains("clock skew    unknown")
                .contains("guizhou-ascend/ascend-910b3")
                .contains("accelerator-utilisation");
    }

    @Test
    void describesAPoolWithItsHistogram() {
        var run = Run.of(broker, "describe", "pool", "ascend-910b3");
        assertThat(run.out()).contains("7.80 CNY/card-h").contains("910B3 (advertised as \"Ascend910B3\")");
        assertThat(run.lines().getLast()).contains("64").contains("8/8");
    }

    @Test
    void describesHowAPoolKeptWhatItPromises() {
        var run = Run.of(broker, "describe", "pool", "ascend-910b3");
        assertThat(run.out())
                .contains("1 in 3,200 card-h (90 %: 2,000 to 5,000), as it showed; seen 12 in 40,000")
                .contains("1 in 3.43 spot h (90 %: 1 to 20), as configured; seen 0 in 0")
                .contains("half within 30 s, nine of ten within 1.33 min, mean 40 s (63.5 seen)")
                .contains("2.5 % of what it had advertised (1.6 of 64)");
        assertThat(run.lines()).anyMatch(line -> line.matches("bert-large +910B3 +4 x 8 +met-lab +3 +x 1.37 +10 % +-"));
        assertThat(Run.of(broker, "describe", "region", "guizhou-ascend").lines())
                .anyMatch(
                        line -> line.matches("POOL +CARD-H A FAILURE +90 % +SPOT-H A RECLAIM +90 % START IN +REFUSED"))
                .anyMatch(line -> line.matches("ascend-910b3 +3,200 +2,000 to 5,000 +3.43 +1.33 min +2.5 %"));
    }
}
