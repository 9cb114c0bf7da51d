package io.isobar.integration.simulation;

import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.util.HashMap;
import java.util.Map;

/** What is said twice, and what is said that is not so. Commands and reports may come twice: all are idempotent by the protocol. */
final class Copying {
    private final Timeline time;
    private final Rules rules;
    private double twice;
    private double lies;

    Copying(Timeline time, Rules rules) {
        this.time = time;
        this.rules = rules;
    }

    void copy(double share) {
        twice = share;
    }

    /** This share of the reports of pools is false, or one from before. */
    void lie(double share) {
        lies = share;
    }

    void stop() {
        twice = 0;
        lies = 0;
    }

    Connection.Copies of(Region region) {
        return new Connection.Copies() {
            private final Map<String, ConnectRequest> before = new HashMap<>();

            @Override
            public boolean twice(ConnectResponse response) {
                rules.said(region, response);
                return switch (response.getMessageCase()) {
                    case RESERVE, LAUNCH, STOP, FORGET -> time.chance(twice);
                    default -> false;
                };
            }

            @Override
            public boolean twice(ConnectRequest request) {
                rules.said(region, request);
                return switch (request.getMessageCase()) {
                    case ATTEMPT, ADMITTED, REFUSED, POOL -> time.chance(twice);
                    default -> false;
                };
            }

            @Override
            public ConnectRequest asTold(ConnectRequest request) {
                if (!request.hasPool()) {
                    return request;
                }
                var older = before.put(request.getPool().getPool().getName(), request);
                if (!time.chance(lies)) {
                    return request;
                }
                return older != null && time.chance(0.5) ? older : falsified(request);
            }
        };
    }

    /** More or less is free than there is. */
    private ConnectRequest falsified(ConnectRequest request) {
        var changed = request.toBuilder();
        var capacity = changed.getPoolBuilder().getPoolBuilder().getCapacityBuilder();
        boolean more = time.chance(0.5);
        for (var bucket : capacity.getBucketsBuilderList()) {
            bucket.setFreeMillicpus(more ? bucket.getTotalMillicpus() : bucket.getFreeMillicpus() / 2);
            bucket.setFreeUnits(more ? bucket.getTotalUnits() : bucket.getFreeUnits() / 2);
            bucket.setFreeMemoryBytes(more ? bucket.getTotalMemoryBytes() : bucket.getFreeMemoryBytes() / 2);
        }
        return changed.build();
    }
}
