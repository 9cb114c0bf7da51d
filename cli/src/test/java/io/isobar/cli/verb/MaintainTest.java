package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.Times;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.MaintainRegionResponse;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintainTest {
    private final Regions regions = new Regions();
    private final FakeBroker broker = new FakeBroker(regions);

    /** A region for which everything is announced. */
    private static final class Regions extends RegionServiceImplBase {
        private final List<MaintainRegionRequest> asked = new CopyOnWriteArrayList<>();

        @Override
        public void maintainRegion(MaintainRegionRequest request, StreamObserver<MaintainRegionResponse> answer) {
            asked.add(request);
            answer.onNext(MaintainRegionResponse.newBuilder()
                    .setRegion(Records.region("east").toBuilder().setMaintenance(request.getMaintenance()))
                    .build());
            answer.onCompleted();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run maintain(String... more) {
        var arguments = new ArrayList<>(List.of(
                "region",
                "maintain",
                "east",
                "--from",
                "2026-12-01T20:00:00+08:00",
                "--until",
                "2026-12-02T20:00:00+08:00"));
        arguments.addAll(List.of(more));
        return Run.of(broker, arguments.toArray(String[]::new));
    }

    private Duration lead() {
        return Times.duration(regions.asked.getLast().getMaintenance().getLead());
    }

    @ParameterizedTest
    @CsvSource({"90m, 90", "1h30m, 90", "2d, 2880", "1 h 1 m, 61", "0s, 0", "36, 2160", "0, 0"})
    void theLeadIsADurationOrANumberOfHours(String lead, long minutes) {
        var run = maintain("--lead", lead);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(lead()).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(run.out()).startsWith("Region east: maintenance from 2026-12-01T20:00:00+08:00 until ");
    }

    @Test
    void theLeadIsADayWhereNoneIsGiven() {
        assertThat(maintain().code()).isZero();
        assertThat(lead()).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5h", "30m1h", "-1", "-2h"})
    void whatIsNoDurationIsRefusedAtOnce(String lead) {
        var run = maintain("--lead=" + lead);

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--lead \"" + lead + "\" is no duration").contains("such as 90m, 1h30m or 2d");
        assertThat(regions.asked).isEmpty();
    }
}
