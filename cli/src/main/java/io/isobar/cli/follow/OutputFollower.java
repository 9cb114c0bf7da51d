package io.isobar.cli.follow;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.Workload;
import java.util.List;

/** Copies the output of a workload to the standard streams, byte by byte as it was written. */
public final class OutputFollower {
    private final Broker broker;
    private final Surroundings surroundings;
    private final OutputStream wanted;
    private final int part;
    private final Patience patience;

    /**
     * Copies one stream, or both.
     *
     * @param wanted unspecified: both
     * @param part of a try in several parts; 0: the first
     */
    public OutputFollower(Broker broker, Surroundings surroundings, OutputStream wanted, int part) {
        this.broker = broker;
        this.surroundings = surroundings;
        this.wanted = wanted;
        this.part = part;
        this.patience = new Patience(broker, surroundings);
    }

    /**
     * What there is now.
     *
     * @param epoch of the attempt; 0 for the last
     */
    public void copy(String id, long epoch) {
        read(id, epoch, wanted, new Offsets(1), false);
    }

    /** Copies what one attempt writes until it has ended; returns the workload as it is then. */
    public Workload followOne(String id, long epoch) {
        return followAttempt(get(id), epoch);
    }

    /** Copies until the workload has ended, over every attempt from its last one on; returns the workload as it ended. */
    public Workload follow(String name) {
        var workload = get(name);
        long shown = 0;
        while (true) {
            long before = shown;
            if (!isBeyond(workload, before) && !WorkloadTable.isOver(workload)) {
                workload = new StateFollower(broker, patience)
                        .follow(
                                workload.getId(),
                                next -> WorkloadTable.isOver(next) || isBeyond(next, before),
                                change -> {});
            }
            if (!isBeyond(workload, before)) {
                return workload;
            }
            if (shown > 0) {
                tellOfNext(workload);
            }
            shown = workload.getAttempt().getEpoch();
            workload = followAttempt(workload, shown);
        }
    }

    private static boolean isBeyond(Workload workload, long epoch) {
        return workload.hasAttempt() && workload.getAttempt().getEpoch() > epoch;
    }

    private Workload followAttempt(Workload from, long epoch) {
        var offsets = new Offsets(Math.max(1, from.getSpec().getReplicas()));
        var workload = from;
        while (!hasEnded(workload, epoch)) {
            try {
                read(from.getId(), epoch, wanted, offsets, true);
                workload = get(from.getId());
                if (!hasEnded(workload, epoch)) {
                    patience.pause();
                }
            } catch (StatusRuntimeException failed) {
                patience.afterFailure(failed);
                workload = get(from.getId());
            }
        }
        rest(from.getId(), epoch, offsets);
        return workload;
    }

    /** A stream may have ended because the broker stopped: only what is read after the end of the attempt is whole. */
    private void rest(String id, long epoch, Offsets offsets) {
        for (var stream : streams()) {
            boolean read = false;
            while (!read) {
                try {
                    read(id, epoch, stream, offsets, false);
                    read = true;
                } catch (StatusRuntimeException failed) {
                    if (StatusProblems.reason(failed).equals("REGION_UNREACHABLE")) {
                        surroundings
                                .err()
                                .line("isobar: the end of the output is not to be had: its region is not connected");
                        return;
                    }
                    patience.afterFailure(failed);
                }
            }
        }
    }

    private boolean hasEnded(Workload workload, long epoch) {
        return WorkloadTable.isOver(workload)
                || isBeyond(workload, epoch)
                || followed(workload).getState() == AttemptState.ATTEMPT_STATE_ENDED;
    }

    private Attempt followed(Workload workload) {
        return workload.getPartsList().stream()
                .filter(attempt -> attempt.getPart() == part)
                .findFirst()
                .orElse(workload.getAttempt());
    }

    private void read(String id, long epoch, OutputStream which, Offsets offsets, boolean follow) {
        var chunks = broker.workloadStreams()
                .logs(LogsRequest.newBuilder()
                        .setId(id)
                        .setFollow(follow)
                        .setStream(which)
                        .setFromOffset(offsets.lowest(
                                which == OutputStream.OUTPUT_STREAM_UNSPECIFIED ? streams() : List.of(which)))
                        .setEpoch(epoch)
                        .setPart(part)
                        .build());
        while (chunks.hasNext()) {
            var chunk = chunks.next().getChunk();
            patience.heard();
            write(chunk, offsets);
        }
    }

    private void write(LogChunk chunk, Offsets offsets) {
        long missing = offsets.missingBefore(chunk);
        if (missing > 0) {
            surroundings.err().line("isobar: " + Amounts.count(missing) + " bytes of output are missing here");
        }
        var to = chunk.getStream() == OutputStream.OUTPUT_STREAM_STDERR ? surroundings.err() : surroundings.out();
        to.bytes(offsets.fresh(chunk));
    }

    private void tellOfNext(Workload workload) {
        var attempt = workload.getAttempt();
        surroundings
                .err()
                .line("isobar: attempt " + attempt.getEpoch() + " in region " + Escapes.line(attempt.getRegion()));
    }

    private Workload get(String id) {
        return patience.untilAnswered(() -> broker.workloads()
                .get(GetRequest.newBuilder().setId(id).build())
                .getWorkload());
    }

    private List<OutputStream> streams() {
        return wanted == OutputStream.OUTPUT_STREAM_UNSPECIFIED
                ? List.of(OutputStream.OUTPUT_STREAM_STDOUT, OutputStream.OUTPUT_STREAM_STDERR)
                : List.of(wanted);
    }
}
