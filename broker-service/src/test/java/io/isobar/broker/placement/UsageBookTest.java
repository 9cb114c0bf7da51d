package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageBookTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofHours(1);
    private static final int MOST = 100_000;

    private final UsageBook book = new UsageBook(HALF_LIFE, pool -> 1);

    private static Used at(Instant time) {
        return new Used(1_000, 1_000, time);
    }

    @Test
    void whatHasDecayedToNothingIsForgottenInTheStoreToo() {
        book.recall(Map.of(
                "gone", at(NOON.minus(HALF_LIFE.multipliedBy(20))),
                "there", at(NOON.minus(HALF_LIFE.multipliedBy(19))),
                "newest", at(NOON)));

        assertThat(book.tenants()).containsExactly("there", "newest");
        assertThat(book.takeTouched()).isEqualTo(Map.of("gone", Optional.empty()));
        assertThat(book.takeTouched()).isEmpty();
    }

    @Test
    void ofMoreTenantsThanAreKeptTheOneThatChangedFirstIsForgotten() {
        var durable = new HashMap<String, Used>();
        for (int i = 0; i <= MOST; i++) {
            durable.put("tenant-" + i, at(NOON.plusMillis(i)));
        }
        book.recall(durable);
        assertThat(book.takeTouched()).isEqualTo(Map.of("tenant-0", Optional.empty()));

        book.settle("new", Map.of(), NOON.plusSeconds(200));
        assertThat(book.takeTouched()).containsOnlyKeys("new", "tenant-1").containsEntry("tenant-1", Optional.empty());
        assertThat(book.tenants()).hasSize(MOST).doesNotContain("tenant-0", "tenant-1");
    }

    @Test
    void whatIsNotCountedIsNotForgottenEither() {
        var uncounted = new UsageBook(null, pool -> 1);
        uncounted.recall(Map.of("old", at(NOON.minus(Duration.ofDays(400))), "newest", at(NOON)));
        assertThat(uncounted.takeTouched()).isEmpty();
    }
}
