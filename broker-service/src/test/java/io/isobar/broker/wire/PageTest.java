package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.SeededCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @Test
    void aTokenLeadsBackToWhereThePageEnded() {
        var scope = PageScope.of("workloads", "met-lab", "QUEUED");

        assertThat(scope.next(scope.token("1234"))).isEqualTo("1234");
        assertThat(scope.next(scope.token(""))).isEmpty();
        assertThat(scope.next("")).isNull();
        assertThat(scope.token(null)).isEmpty();
    }

    @Test
    void aTokenOfAnotherListOrOfOtherFiltersIsRefused() {
        var token = PageScope.of("workloads", "a", "b").token("1");

        for (var other : new PageScope[] {
            PageScope.of("attempts", "a", "b"),
            PageScope.of("workloads", "b", "a"),
            PageScope.of("workloads", "ab", ""),
            PageScope.of("workloads", "a"),
            PageScope.of("workloads")
        }) {
            assertThat(catchThrowableOfType(Failure.class, () -> other.next(token))
                            .reason())
                    .isEqualTo(Reason.INVALID_PAGE_TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "!!!", "AAAAAAAAAAAAAAAAAAAAAAAA", "../../etc", "é", " "})
    void whatIsNoTokenIsRefused(String token) {
        assertThatThrownBy(() -> PageScope.of("workloads").next(token)).isInstanceOf(Failure.class);
    }

    @Test
    void aChangedTokenIsRefused() {
        SeededCases.check(500, random -> {
            var scope = PageScope.of("workloads", "x");
            var token = new StringBuilder(scope.token(Long.toString(random.nextLong())));
            int at = random.nextInt(token.length() - 1);
            token.setCharAt(at, token.charAt(at) == 'A' ? 'B' : 'A');

            assertThatThrownBy(() -> scope.next(token.toString())).isInstanceOf(Failure.class);
        });
    }

    @Test
    void aPageHasBounds() {
        assertThat(PageSize.of(0)).isEqualTo(100);
        assertThat(PageSize.of(1)).isEqualTo(1);
        assertThat(PageSize.of(1_000)).isEqualTo(1_000);
        for (int asked : new int[] {-1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> PageSize.of(asked))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("" + asked);
        }
    }
}
