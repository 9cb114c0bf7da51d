package io.isobar.broker.wiring;

import io.isobar.broker.leader.Leader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started and ready once what was durable before has been taken in. */
@Readiness
@Startup
@ApplicationScoped
class LeaderReadiness implements HealthCheck {
    private final Leader leader;

    LeaderReadiness(Leader leader) {
        this.leader = leader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("leader").status(leader.isReady()).build();
    }
}
