package io.isobar.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogKeysTest {
    private static Map<String, String> keysOf(String logger, String text) {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, text, ExtLogRecord.FormatStyle.NO_FORMAT, "caller");
        record.setLoggerName(logger);
        assertThat(new LogKeys().isLoggable(record)).isTrue();
        return record.getMdcCopy();
    }

    @Test
    void fixedKeysBecomeFields() {
        assertThat(
                        keysOf(
                                "io.isobar.x",
                                "workload=w-1 tenant=met-lab reason=RESERVED region=- attempt=w-1-2 epoch=2 traceId=ab asked east for it"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "workload", "w-1",
                        "tenant", "met-lab",
                        "reason", "RESERVED",
                        "attempt", "w-1-2",
                        "epoch", "2",
                        "traceId", "ab"));
    }

    @Test
    void theFirstOfAKeyCountsAndWhatOthersSaidDoesNot() {
        assertThat(keysOf(
                        "io.isobar.x", "ended region=east reason=EXIT_NON_ZERO message=\"no tenant=evil region=west\""))
                .isEqualTo(Map.of("region", "east", "reason", "EXIT_NON_ZERO"));
        assertThat(keysOf("io.isobar.x", "region=east reason=A no reason=B")).containsEntry("reason", "A");
    }

    @Test
    void otherKeysAndOtherLoggersAreLeftAlone() {
        assertThat(keysOf("io.isobar.x", "password=secret url=jdbc:x?user=y")).isEmpty();
        assertThat(keysOf("org.other", "region=east")).isEmpty();
    }
}
