package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RestLimitsTest.ThreeCalls.class)
class RestLimitsTest extends RestCalls {
    /** Three calls an hour. */
    public static class ThreeCalls extends RestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("test.calls-per-hour", "3");
            return overrides;
        }
    }

    @Test
    void aCallTooManyIsToldWhenToComeAgain() throws Exception {
        assertThat(get("/api/v1/workloads").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/regions").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/workloads/none").statusCode()).isEqualTo(404);

        var refused = get("/api/v1/workloads");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        assertThat(problem(refused).getString("reason")).isEqualTo("OVERLOADED");
        assertThat(problem(refused).getString("detail")).contains("more than 3 came within 3600000 ms");
    }
}
