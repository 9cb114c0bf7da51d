package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.CordonRegionResponse;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckTest {
    private final Links links = new Links();
    private final FakeBroker broker = new FakeBroker(links);

    private static final class Links extends RegionServiceImplBase {
        private volatile @Nullable CheckLinksResponse found = CheckLinksResponse.newBuilder()
                .addChecks(LinkCheck.newBuilder()
                        .setKind("database")
                        .setName("127.0.0.1:5432")
                        .setGood(true)
                        .setFinding("answers")
                        .setTook(Records.seconds(1)))
                .build();
        private volatile CordonRegionRequest cordoned = CordonRegionRequest.getDefaultInstance();

        @Override
        public void checkLinks(CheckLinksRequest request, StreamObserver<CheckLinksResponse> answer) {
            var all = found;
            if (all == null) {
                answer.onError(Refusal.of(Code.INTERNAL, "INTERNAL", "a fault", Map.of()));
                return;
            }
            answer.onNext(all);
            answer.onCompleted();
        }

        @Override
        public void cordonRegion(CordonRegionRequest request, StreamObserver<CordonRegionResponse> answer) {
            cordoned = request;
            answer.onNext(CordonRegionResponse.newBuilder()
                    .setRegion(Records.region(request.getName()))
                    .build());
            answer.onCompleted();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void endsWellWhereEveryLinkIsGoodAndShowsItsOwn() {
        var run = Run.of(broker, "check");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(1)).contains("connection", broker.address(), "good", "the broker answers");
    }

    @Test
    void endsWithOneWhereALinkIsBadAndSaysWhatToDo() {
        links.found = CheckLinksResponse.newBuilder()
                .addChecks(LinkCheck.newBuilder()
                        .setKind("region")
                        .setName("kunshan-dcu")
                        .setFinding("not connected, heard 3m ago, clock not measured, inventory 3m ago")
                        .setRemedy("start its agent, or look at the agent's log"))
                .build();
        var run = Run.of(broker, "check");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("BAD").contains("to do: start its agent");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(100));
    }

    @Test
    void aBrokerThatCannotLookIsAFinding() {
        links.found = null;
        var run = Run.of(broker, "check");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("BAD").contains("a fault (INTERNAL)");
    }

    @Test
    void cordonsWithANoteAndARequestId() {
        var run = Run.of(broker, "region", "cordon", "kunshan-dcu", "--note", "new driver", "--request-id", "mine");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Region kunshan-dcu is cordoned");
        assertThat(links.cordoned.getNote()).isEqualTo("new driver");
        assertThat(links.cordoned.getRequestId()).isEqualTo("mine");
    }
}
