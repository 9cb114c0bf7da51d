package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.GetRegionResponse;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import io.isobar.proto.region.v1.Reservation;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import io.isobar.proto.region.v1.ReserveNodesResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReserveTest {
    private static final String[] TIMES = {"--from", "2026-12-01T20:00:00+08:00", "--until", "2026-12-02T20:00:00+08:00"
    };

    private final Regions regions = new Regions();
    private final FakeBroker broker = new FakeBroker(regions);

    /** One pool, in which what is asked for is reserved; 9 nodes are too many. */
    private static final class Regions extends RegionServiceImplBase {
        private final List<ReserveNodesRequest> asked = new CopyOnWriteArrayList<>();

        @Override
        public void reserveNodes(ReserveNodesRequest request, StreamObserver<ReserveNodesResponse> answer) {
            asked.add(request);
            if (request.getReservation().getNodes() == 9) {
                answer.onError(Refusal.of(
                        Code.FAILED_PRECONDITION,
                        "INSUFFICIENT_CAPACITY",
                        "of the 10 nodes of pool east/a100, 4 can be reserved",
                        Map.of("nodes", "9", "most", "4")));
                return;
            }
            answer.onNext(ReserveNodesResponse.newBuilder()
                    .setRegion(region(request.getReservation()))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void getRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> answer) {
            answer.onNext(GetRegionResponse.newBuilder()
                    .setRegion(region(asked.getLast().getReservation().toBuilder()
                            .setBegun(true)
                            .setNodesUsed(2)
                            .setShortfall(1)
                            .build()))
                    .build());
            answer.onCompleted();
        }

        private static Region region(Reservation reservation) {
            var region = Records.region("east").toBuilder().clearPools();
            var pool = Records.pool("east", "a100").toBuilder();
            return region.addPools(
                            reservation.getNodes() == 0
                                    ? pool.build()
                                    : pool.addReservations(reservation).build())
                    .build();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run reserve(String nodes) {
        return Run.of(
                broker,
                "region",
                "reserve",
                "east/a100",
                "--name",
                "demo",
                "--tenant",
                "met-lab",
                "--nodes",
                nodes,
                TIMES[0],
                TIMES[1],
                TIMES[2],
                TIMES[3]);
    }

    @Test
    void reservesNodesAndSaysWhatItReserved() {
        var run = reserve("4");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Reservation demo of east/a100: 4 nodes for tenant met-lab from 2026-12-01T")
                .contains(" until 2026-12-02T");
        var asked = regions.asked.getFirst();
        assertThat(asked.getRegion()).isEqualTo("east");
        assertThat(asked.getPool()).isEqualTo("a100");
        assertThat(asked.getReservation())
                .isEqualTo(Reservation.newBuilder()
                        .setName("demo")
                        .setTenant("met-lab")
                        .setNodes(4)
                        .setFrom(Timestamp.newBuilder().setSeconds(1_796_126_400))
                        .setUntil(Timestamp.newBuilder().setSeconds(1_796_212_800))
                        .build());
    }

    @Test
    void describeShowsHowManyAreUsedAndHowManyAreShort() {
        reserve("4");

        var run = Run.of(broker, "describe", "region", "east");

        assertThat(run.lines())
                .anySatisfy(line -> assertThat(line).matches("RESERVATION +POOL +TENANT +USED +SHORT +FROM +UNTIL *"))
                .anySatisfy(
                        line -> assertThat(line).matches("demo +a100 +met-lab +2/4 +1 +2026-12-01T.* 2026-12-02T.*"))
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void takesItBack() {
        var run = Run.of(broker, "region", "reserve", "east/a100", "--name", "demo", "--clear");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Reservation demo of east/a100 is taken back");
        assertThat(regions.asked.getFirst().hasReservation()).isFalse();
        assertThat(regions.asked.getFirst().getName()).isEqualTo("demo");
    }

    @Test
    void saysHowManyCanBeHad() {
        var run = reserve("9");

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("4 can be reserved").contains("ask for fewer, or for another time");
    }

    @Test
    void whatIsNoPoolIsRefusedAtOnce() {
        var run = Run.of(broker, "region", "reserve", "east", "--name", "demo", "--clear");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("\"east\" names no pool; write REGION/POOL");
        assertThat(regions.asked).isEmpty();
    }
}
