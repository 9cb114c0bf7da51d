package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmedUntilTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration STOPS = Duration.ofSeconds(135);

    @TempDir
    Path folder;

    @Test
    void outlivesTheAgentAndGoesOnlyAsFarAsTheLease() {
        Lease lease = new Lease(() -> Duration.ofHours(1), STOPS);
        lease.agree(new Lease.Terms(Duration.ofMinutes(4), STOPS, 0), Duration.ofHours(1));
        ConfirmedUntil until = new ConfirmedUntil(folder);
        assertThat(until.read()).isNull();

        until.keep(lease, STOPS, NOON);
        assertThat(new ConfirmedUntil(folder).read()).isEqualTo(NOON);
        lease.fenced(1);
        until.keep(lease, STOPS, NOON.plusSeconds(10));
        assertThat(until.read()).isEqualTo(NOON);
        until.keep(null, STOPS, NOON.plusSeconds(20));
        assertThat(until.read()).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void whatIsDamagedIsNotKnown() throws IOException {
        Files.writeString(folder.resolve("confirmed"), "noon");

        assertThat(new ConfirmedUntil(folder).read()).isNull();
    }
}
