package io.isobar.agent.wiring;

import io.isobar.agent.session.LinkStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every region has begun, the broker has the full report of every region, and every region can write its journal. */
@Readiness
@ApplicationScoped
class RegionsReadiness implements HealthCheck {
    private final AgentLifecycle lifecycle;

    RegionsReadiness(AgentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("regions");
        List<RegionAgent> regions = lifecycle.regions();
        Map<String, String> waiting = lifecycle.waiting();
        boolean ready = !regions.isEmpty() && waiting.isEmpty();
        waiting.forEach(response::withData);
        for (RegionAgent region : regions) {
            LinkStatus link = region.linkStatus();
            String trouble = region.status().trouble();
            ready &= link.registered() && trouble == null;
            response.withData(region.name().value(), trouble == null ? link.detail() : trouble);
        }
        return response.status(ready).build();
    }
}
