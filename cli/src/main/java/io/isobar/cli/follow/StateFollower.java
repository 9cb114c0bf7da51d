package io.isobar.cli.follow;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.shell.Surroundings;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.Workload;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Follows the state of a workload, change by change. */
public final class StateFollower {
    private final Broker broker;
    private final Patience patience;

    public StateFollower(Broker broker, Surroundings surroundings) {
        this(broker, new Patience(broker, surroundings));
    }

    StateFollower(Broker broker, Patience patience) {
        this.broker = broker;
        this.patience = patience;
    }

    /**
     * Gives every change that is newer than those before, beginning with the workload as it is, until one is the last; returns that.
     *
     * @param id id or name; a name is followed by the id it means now
     */
    public Workload follow(String id, Predicate<Workload> isLast, Consumer<Workload> changes) {
        var request = WatchRequest.newBuilder().setId(id);
        long version = -1;
        while (true) {
            try {
                var stream = broker.workloadStreams().watch(request.build());
                while (stream.hasNext()) {
                    var workload = stream.next().getWorkload();
                    patience.heard();
                    request.setId(workload.getId());
                    if (workload.getVersion() > version) {
                        version = workload.getVersion();
                        changes.accept(workload);
                    }
                    if (isLast.test(workload)) {
                        return workload;
                    }
                }
                patience.pause();
            } catch (StatusRuntimeException failed) {
                patience.afterFailure(failed);
            }
        }
    }
}
