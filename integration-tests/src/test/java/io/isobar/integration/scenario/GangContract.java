package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.GangAcross;
import io.isobar.proto.workload.v1.GangRule;
import io.isobar.proto.workload.v1.Group;
import io.isobar.proto.workload.v1.PlacementRules;
import io.isobar.proto.workload.v1.ReplayedPlace;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.Work;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import org.junit.jupiter.api.Test;

/** Gangs in several parts, one of them a process of this machine and the other in a simulated region. */
public interface GangContract extends OnAFederation {
    @Test
    default void aGangRunsInTwoRegionsAndIsOverWhenItsMainGroupIsDone() {
        var told = "echo $ISOBAR_GROUP $ISOBAR_GROUP_REPLICAS $ISOBAR_PART/$ISOBAR_PARTS $ISOBAR_PART_REGIONS";
        var id = runs().submit(gang("sh", "-c", told)).getId();

        var over = runs().awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getPartsList())
                .extracting(part -> part.getId() + " " + part.getRegion() + " " + part.getOutcome())
                .containsExactly(
                        id + "-1p1 local " + AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED,
                        id + "-1p2 large " + AttemptOutcome.ATTEMPT_OUTCOME_RELEASED);
        assertThat(over.getParts(1).getReason()).isEqualTo(Reason.REASON_GANG_DONE);
        assertThat(runs().output(id)).isEqualTo("main 1 1/2 local,large\n");
        assertThat(runs().explainedAgain(id).getReplay().getPlacesList())
                .extracting(ReplayedPlace::getGroup)
                .contains("main", "server");
    }

    @Test
    default void aGangFailsWholeWhenOnePartFails() {
        var id = runs().submit(gang("sh", "-c", "exit 7")).getId();

        var over = runs().awaitEnd(id);

        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_FAILED);
        assertThat(over.getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
        assertThat(over.getParts(1).getReason()).isEqualTo(Reason.REASON_GANG_BROKEN);
        assertThat(over.getParts(1).getMessage()).contains("part 1").contains("local");
    }

    @Test
    default void aCancelledGangLeavesNothingRunningInEitherRegion() {
        var id = runs().submit(gang("sleep", "3600")).getId();
        runs().awaitState(id, WorkloadState.WORKLOAD_STATE_RUNNING);

        runs().cancel(id);

        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_CANCELLED);
        assertThat(runs().get(id).getPartsList())
                .extracting(part -> part.getOutcome())
                .containsOnly(AttemptOutcome.ATTEMPT_OUTCOME_CANCELLED);
    }

    /** A command that only this machine has the cores for, and what serves it, which is cheaper in the other region. */
    private static WorkloadSpec gang(String... command) {
        var server = Runs.oneCore("large", 1);
        return Runs.command("local", command).toBuilder()
                .setResources(
                        Resources.newBuilder().setMillicpus(Range.newBuilder().setMinimum(1_100)))
                // As long as that the simulated part still runs when the process of this machine has ended.
                .setWork(Work.newBuilder().setHours(3_600))
                .setPlacement(PlacementRules.newBuilder().addRegions("local").addRegions("large"))
                .setGang(GangRule.newBuilder().setMinimum(1).setAcross(GangAcross.GANG_ACROSS_REGIONS))
                .addGroups(Group.newBuilder()
                        .setName("server")
                        .setReplicas(1)
                        .setResources(server.getResources())
                        .addAllVariants(server.getVariantsList())
                        .setAuxiliary(true))
                .build();
    }
}
