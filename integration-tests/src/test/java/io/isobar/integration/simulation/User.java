package io.isobar.integration.simulation;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Submits and cancels, and tries the same request again for as long as it is not answered. */
final class User {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final World world;
    private final Timeline time;
    private final Mix mix;
    private final List<WorkloadId> accepted = new ArrayList<>();
    private int requests;
    private int unanswered;

    User(World world) {
        this.world = world;
        this.time = world.time();
        this.mix = new Mix(time.dice());
    }

    /** What was answered to be accepted. */
    List<WorkloadId> accepted() {
        return accepted;
    }

    /** Requests that are tried again. */
    int unanswered() {
        return unanswered;
    }

    void submit() {
        unanswered++;
        submit(new Request("submit-" + ++requests, "what"), mix.next());
    }

    private void submit(Request request, WorkloadSpec spec) {
        boolean answered = asked(broker -> {
            var workload = broker.submit(request, spec);
            time.note("user has " + workload.id() + " by " + request.id());
            world.judge()
                    .require(
                            world.store().ledger().workload(workload.id()).isPresent(),
                            () -> workload.id() + " was answered and is not durable");
            world.judge()
                    .require(!accepted.contains(workload.id()), () -> workload.id() + " was answered to two requests");
            accepted.add(workload.id());
        });
        if (!answered) {
            time.after(TRY_AGAIN, "", () -> submit(request, spec));
        }
    }

    void cancel() {
        if (!accepted.isEmpty()) {
            unanswered++;
            cancel(
                    new Request("cancel-" + ++requests, "what"),
                    accepted.get(time.dice().nextInt(accepted.size())));
        }
    }

    private void cancel(Request request, WorkloadId workload) {
        if (!asked(broker -> broker.cancel(request, workload))) {
            time.after(TRY_AGAIN, "", () -> cancel(request, workload));
        }
    }

    /** Takes back what still waits; it must have been told for what. */
    void giveUp() {
        for (var left : world.store().ledger().live()) {
            if (left.state() instanceof WorkloadState.Queued queued) {
                world.judge()
                        .require(
                                queued.why().reason() != Reason.ACCEPTED,
                                () -> left.id() + " was accepted and never looked at: " + queued.why());
                unanswered++;
                cancel(new Request("cancel-" + ++requests, "what"), left.id());
            }
        }
    }

    private boolean asked(java.util.function.Consumer<BrokerProcess> what) {
        var broker = world.anyListening();
        if (broker == null || !broker.life().isAwake()) {
            return false;
        }
        var done = new boolean[1];
        broker.life().doing(() -> {
            try {
                what.accept(broker);
                done[0] = true;
            } catch (Failure failed) {
                time.note("user is told " + failed.reason());
            }
        });
        if (done[0]) {
            unanswered--;
        }
        return done[0];
    }
}
