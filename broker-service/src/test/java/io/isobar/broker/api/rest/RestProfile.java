package io.isobar.broker.api.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The HTTP server with {@link RestParts} in place of the wiring. */
public class RestProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.arc.exclude-types", "io.isobar.broker.wiring.**",
                "quarkus.datasource.active", "false",
                "quarkus.flyway.active", "false",
                "quarkus.http.test-port", "0",
                "quarkus.datasource.devservices.enabled", "false");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(RestParts.class);
    }
}
