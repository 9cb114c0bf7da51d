package io.isobar.broker.wiring;

import io.isobar.broker.leader.Leader;
import io.isobar.broker.ledger.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready once it leads and what was durable before has been taken in; says whether it waits for the lead. */
@Readiness
@Startup
@ApplicationScoped
class LeaderReadiness implements HealthCheck {
    private final Leader leader;
    private final Leadership leadership;

    LeaderReadiness(Leader leader, Leadership leadership) {
        this.leader = leader;
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("leader")
                .status(leader.isReady())
                .withData("waits", leadership.epoch() == 0)
                .build();
    }
}
