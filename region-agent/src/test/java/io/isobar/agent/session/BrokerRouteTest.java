package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.endpoint.HostPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerRouteTest {
    private static final HostPort ONE = new HostPort("one", 1);
    private static final HostPort TWO = new HostPort("two", 2);

    @Test
    void goesToTheLeaderThatIsNamedAndWhereThatIsAwayBackToWhoNamedIt() {
        BrokerRoute route = new BrokerRoute(List.of(ONE, TWO));

        assertThat(route.redirect(TWO)).isTrue();
        assertThat(route.next()).isEqualTo(TWO);
        assertThat(route.failed()).isTrue();
        assertThat(route.next()).isEqualTo(ONE);
    }

    @Test
    void triesTheConfiguredOnesInTurn() {
        BrokerRoute route = new BrokerRoute(List.of(ONE, TWO));

        assertThat(route.failed()).isFalse();
        assertThat(route.next()).isEqualTo(TWO);
        assertThat(route.failed()).isFalse();
        assertThat(route.next()).isEqualTo(ONE);
    }

    @Test
    void doesNotFollowForEver() {
        BrokerRoute route = new BrokerRoute(List.of(ONE));

        assertThat(List.of(route.redirect(TWO), route.redirect(ONE), route.redirect(TWO)))
                .containsOnly(true);
        assertThat(route.redirect(ONE)).isFalse();
    }
}
