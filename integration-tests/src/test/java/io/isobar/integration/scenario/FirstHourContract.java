package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.WorkloadState;
import io.isobar.standalone.process.ProcessTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stranger's first hour: work that runs, fails and is cancelled. */
public interface FirstHourContract extends OnAFederation {
    @Test
    default void runsACommandAndKeepsItsWholeOutput() {
        var script = "echo \"hello from $ISOBAR_WORKLOAD\"; seq 1 50000; echo goodbye";
        var id = runs().submit(Runs.command("local", "sh", "-c", script)).getId();

        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(runs().output(id).lines())
                .hasSize(50_002)
                .startsWith("hello from " + id, "1", "2")
                .endsWith("50000", "goodbye");
    }

    @Test
    default void failsWithTheExitCodeOfItsCommand() {
        var id = runs().submit(Runs.command("local", "sh", "-c", "exit 7")).getId();

        var over = runs().awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_FAILED);
        assertThat(over.getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
        assertThat(over.getAttempt().getExitCode()).isEqualTo(7);
    }

    /** It is over long before the first look at how far it is. */
    @Test
    default void showsOfShortWorkHowFarItWasWhenItEnded() {
        var id = runs().submit(Runs.command(
                        "local", "sh", "-c", "echo steps=40 total=100 > $ISOBAR_PROGRESS_FILE; sleep 1; exit 7"))
                .getId();

        var progress = runs().awaitEnd(id).getAttempt().getProgress();

        assertThat(progress.getSteps()).isEqualTo(40);
        assertThat(progress.getTotalSteps()).isEqualTo(100);
    }

    @Test
    default void givesUpACommandThatCannotBeStarted() {
        var id = runs().submit(Runs.command("local", "no-such-program")).getId();

        var over = runs().awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_FAILED);
        assertThat(over.getReason()).isEqualTo(Reason.REASON_LAUNCH_FAILED);
        assertThat(over.getMessage()).contains("no-such-program");
    }

    @Test
    default void cancelsAnHourAndLeavesNoProcessAfterFiveSeconds() {
        // One of them in a session of its own.
        var id = runs().submit(Runs.command("local", "sh", "-c", "setsid sleep 3600 & sleep 3600; sleep 3600"))
                .getId();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> processesOf(id) >= 3);

        runs().cancel(id);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> processesOf(id) == 0);
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_CANCELLED);
    }

    @Test
    default void killsWhatDoesNotListenWhenItsGraceIsOver() {
        var script = "trap '' TERM; setsid sh -c \"trap '' TERM; sleep 3600; sleep 3600\" & sleep 3600; sleep 3600";
        var id = runs().submit(Runs.command("local", "sh", "-c", script)).getId();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> processesOf(id) >= 3);

        runs().cancel(id);

        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_CANCELLED);
        assertThat(processesOf(id)).as("processes after the end").isZero();
    }

    @Test
    default void answersTheSameRequestWithTheSameWorkload() {
        var request = UUID.randomUUID().toString();
        var first = runs().submit(request, Runs.command("local", "true")).getId();

        assertThat(runs().submit(request, Runs.command("local", "true")).getId())
                .isEqualTo(first);
        assertThatThrownBy(() -> runs().submit(request, Runs.command("local", "false")))
                .hasMessageContaining("ALREADY_EXISTS");
        runs().awaitEnd(first);
    }

    @Test
    default void placesNothingInACordonedRegion() {
        cordon("maintenance");
        try {
            var id = runs().submit(Runs.oneCore("large", 0.1)).getId();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> runs().get(id).getReason() == Reason.REASON_REGION_CORDONED);
            assertThat(runs().get(id).getMessage()).contains("maintenance");

            uncordon();

            assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        } finally {
            uncordon();
        }
    }

    @Test
    default void showsUtilisationWithItsAge() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(federation()
                                .regions()
                                .listRegions(ListRegionsRequest.getDefaultInstance())
                                .getRegionsList())
                        .filteredOn(region -> region.getDescription().getName().equals("local"))
                        .singleElement()
                        .satisfies(region -> assertThat(region.getFiguresList()).anySatisfy(figure -> {
                            assertThat(figure.getMetric()).isEqualTo(Metric.METRIC_CPU_UTILISATION);
                            assertThat(figure.hasObservedAt()).isTrue();
                            assertThat(figure.getValue()).isBetween(0.0, 1.0);
                        })));
    }

    @Test
    default void listsEveryWorkloadOnceOverSmallPages() {
        for (int i = 0; i < 7; i++) {
            runs().submit(Runs.command("local", "true"));
        }
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = federation()
                    .workloads()
                    .list(ListRequest.newBuilder()
                            .setPageSize(3)
                            .setPageToken(token)
                            .build());
            page.getWorkloadsList().forEach(workload -> seen.add(workload.getId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
    }

    private void cordon(String note) {
        federation()
                .regions()
                .cordonRegion(CordonRegionRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setName("large")
                        .setNote(note)
                        .build());
    }

    private void uncordon() {
        federation()
                .regions()
                .uncordonRegion(UncordonRegionRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setName("large")
                        .build());
    }

    /** Those that carry it in their environment, wherever they fled to. */
    private static long processesOf(String workload) {
        return ProcessTable.withEnvironment("ISOBAR_WORKLOAD", workload::equals).size();
    }
}
