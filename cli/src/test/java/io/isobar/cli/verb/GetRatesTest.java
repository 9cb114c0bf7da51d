package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.ListRatesResponse;
import io.isobar.proto.workload.v1.Rate;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetRatesTest {
    private static final List<Rate> RATES = List.of(
            rate("bert-large", "nvidia-a100-sxm4-80gb", 4, 8, 1_203, 1.3749, 1.028, 1.25),
            rate("bert-large", "", 1, 0, 1, 0.5, 1.192, 0));

    private final Rates rates = new Rates();
    private final FakeBroker broker = new FakeBroker(rates);

    /** Gives its rates one by one, a page each. */
    private static final class Rates extends WorkloadServiceImplBase {
        final List<ListRatesRequest> asked = new CopyOnWriteArrayList<>();

        @Override
        public void listRates(ListRatesRequest request, StreamObserver<ListRatesResponse> answer) {
            asked.add(request);
            if (request.getFamily().equals("unseen")) {
                answer.onError(Refusal.of(
                        Code.NOT_FOUND,
                        "NOT_FOUND",
                        "no family \"unseen\"",
                        Map.of("kind", "family", "name", "unseen")));
                return;
            }
            int at = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            answer.onNext(ListRatesResponse.newBuilder()
                    .addRates(RATES.get(at))
                    .setNextPageToken(at + 1 < RATES.size() ? Integer.toString(at + 1) : "")
                    .build());
            answer.onCompleted();
        }
    }

    private static Rate rate(
            String family,
            String model,
            int replicas,
            int units,
            long runs,
            double factor,
            double spread,
            double late) {
        return Rate.newBuilder()
                .setFamily(family)
                .setModelId(model)
                .setReplicas(replicas)
                .setUnits(units)
                .setTenant("met-lab")
                .setRuns(runs)
                .setFactor(factor)
                .setSpread(spread)
                .setLate(late)
                .build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void showsHowManyTimesWhatIsExpectedRunsTakeAndHowSureThatIs() {
        var run = Run.of(broker, "get", "rates");
        assertThat(run.code()).isZero();
        assertThat(run.lines().getFirst()).matches("FAMILY +MODEL +GANG +TENANT +RUNS +FACTOR +GIVE OR TAKE +9 OF 10");
        assertThat(run.lines().get(1))
                .matches("bert-large +a100-sxm4-80gb +4 x 8 +met-lab +1,203 +x 1\\.37 +3 % +\\+25 %");
        assertThat(run.lines().get(2)).matches("bert-large +- +1 x 0 +met-lab +1 +x 0\\.50 +19 % +-");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void asksForOneFamilyOfOneTenant() {
        assertThat(Run.of(broker, "get", "rate", "bert-large", "--tenant", "met-lab", "-o", "name")
                        .lines())
                .containsExactly("bert-large");
        assertThat(rates.asked).hasSize(2).allSatisfy(request -> {
            assertThat(request.getFamily()).isEqualTo("bert-large");
            assertThat(request.getTenant()).isEqualTo("met-lab");
        });
    }

    @Test
    void aFamilyThatNobodyHasSeenEndsWithFour() {
        var run = Run.of(broker, "get", "rates", "unseen");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("no family \"unseen\"").contains("to do: isobar get rates");
    }

    @Test
    void jsonIsTheWholeListAndALimitIsTold() {
        assertThat(Run.of(broker, "get", "rates", "-o", "json").out())
                .contains("\"rates\": [{")
                .contains("\"factor\": 1.3749")
                .contains("\"runs\": \"1203\"");
        assertThat(Run.of(broker, "get", "rates", "--limit", "1").err()).contains("the first 1");
    }
}
