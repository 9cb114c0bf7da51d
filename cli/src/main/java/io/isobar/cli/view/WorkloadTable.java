package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.util.List;
import java.util.stream.Collectors;

/** Workloads, one line each. */
public final class WorkloadTable {
    private static final Listing<Workload> LISTING = new Listing<Workload>()
            .add(Column.whole("ID"), (workload, frame) -> workload.getId())
            .add(Column.text("NAME", 9), (workload, frame) -> workload.getSpec().getName())
            .add(Column.whole("STATE"), (workload, frame) -> state(workload))
            .add(Column.text("REASON", 9), (workload, frame) -> reason(workload))
            .add(Column.text("REGION", 9), (workload, frame) -> Unknown.orMark(regions(workload)))
            .add(Column.number("DONE"), (workload, frame) -> ProgressText.brief(workload.getAttempt()))
            .add(Column.number("TRIES"), (workload, frame) -> Amounts.count(workload.getAttempts()))
            .add(
                    Column.number("SINCE"),
                    (workload, frame) ->
                            workload.hasSince() ? Ages.ago(workload.getSince(), frame.now()) : Unknown.MARK)
            .addWide(
                    Column.whole("POOL"),
                    (workload, frame) -> Unknown.orMark(workload.getAttempt().getPool()))
            .addWide(
                    Column.whole("TENANT"),
                    (workload, frame) -> Unknown.orMark(workload.getSpec().getTenant()))
            .addWide(
                    Column.number("REPLICAS"),
                    (workload, frame) ->
                            Amounts.count(Math.max(1, workload.getSpec().getReplicas())))
            .addWide(Column.number("RATE"), (workload, frame) -> ProgressText.rate(workload.getAttempt()))
            .addWide(Column.number("SAID"), (workload, frame) -> ProgressText.age(workload.getAttempt(), frame))
            .addWide(Column.number("PRICE/H"), (workload, frame) -> Amounts.price(workload.getPricePerHour()))
            .addWide(Column.number("EXIT"), (workload, frame) -> AttemptTable.exitCode(workload.getAttempt()))
            .addWide(
                    Column.whole("SUBMITTED"),
                    (workload, frame) -> workload.hasSubmittedAt()
                            ? Times.full(workload.getSubmittedAt(), frame.zone())
                            : Unknown.MARK)
            .addWide(Column.whole("MESSAGE"), (workload, frame) -> Unknown.orMark(workload.getMessage()));

    private WorkloadTable() {}

    public static Table of(List<Workload> workloads, Frame frame) {
        return LISTING.of(workloads, frame);
    }

    /** Of all parts, each once. */
    static String regions(Workload workload) {
        return workload.getPartsCount() < 2
                ? workload.getAttempt().getRegion()
                : workload.getPartsList().stream()
                        .map(Attempt::getRegion)
                        .distinct()
                        .collect(Collectors.joining(","));
    }

    /** Whether the region of any part is silent. */
    private static boolean isUnconfirmed(Workload workload) {
        return workload.getAttempt().getUnconfirmed()
                || workload.getPartsList().stream().anyMatch(Attempt::getUnconfirmed);
    }

    /** With a mark where it was told to stop and has not yet. */
    public static String state(Workload workload) {
        return Words.token(workload.getState()) + (workload.getCancelling() && !isOver(workload) ? ", cancelling" : "");
    }

    /** With a word where its region is silent, so that the state is only what was last known. */
    static String reason(Workload workload) {
        var reason = Words.token(workload.getReason());
        return isUnconfirmed(workload) && !isOver(workload) ? reason + ", UNCONFIRMED" : reason;
    }

    public static boolean isOver(Workload workload) {
        return switch (workload.getState()) {
            case WORKLOAD_STATE_SUCCEEDED, WORKLOAD_STATE_FAILED, WORKLOAD_STATE_CANCELLED -> true;
            case WORKLOAD_STATE_UNSPECIFIED,
                    WORKLOAD_STATE_QUEUED,
                    WORKLOAD_STATE_PLACING,
                    WORKLOAD_STATE_STARTING,
                    WORKLOAD_STATE_RUNNING,
                    UNRECOGNIZED -> false;
        };
    }

    public static boolean hasSucceeded(Workload workload) {
        return workload.getState() == WorkloadState.WORKLOAD_STATE_SUCCEEDED;
    }
}
