package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.LaunchOrders;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A region whose lease has run out. */
class LeaseOverTest extends RegionFixture {
    @Test
    void stopsWhatNobodyConfirmsAndNothingThatIsToKeepRunning() {
        leaseOf(60);
        run("w", 1);
        launch(LaunchOrders.keeping(order("k", 1)));
        apply(new WorkEvent.Running(id("k", 1), now));
        sinceBoot = sinceBoot.plusSeconds(59);
        tick(Duration.ofSeconds(59));
        assertThat(actions).isEmpty();

        sinceBoot = sinceBoot.plusSeconds(1);
        tick(Duration.ofSeconds(1));

        assertThat(actions).containsExactly(new Effects.Action.Stop(id("w", 1), Duration.ofSeconds(2)));
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        assertThat(endReason()).isEqualTo(Reason.REGION_LOST);
        tick(Duration.ofSeconds(1));
        assertThat(actions).isEmpty();
    }

    @Test
    void startsNothingWhileItsLeaseIsOverAndTheSameNeverAfterwards() {
        leaseOf(60);
        reserve(order("w", 1));
        sinceBoot = sinceBoot.plusSeconds(60);
        launch(order("w", 1));
        assertThat(actions).isEmpty();
        assertThat(endReason()).isEqualTo(Reason.REGION_LOST);
        launch(order("other", 1));
        assertThat(refusalReason()).isEqualTo(Reason.REGION_LOST);
        tick(Duration.ofSeconds(1));

        leaseOf(60);
        run("v", 1);
        assertThat(actions).isEmpty();
        assertThat(news().state()).isInstanceOf(AttemptState.Running.class);
    }

    @Test
    void whatItStoppedUnconfirmedIsNotStartedAgainByALateLaunch() {
        leaseOf(60);
        run("w", 1);
        sinceBoot = sinceBoot.plusSeconds(60);
        tick(Duration.ofSeconds(60));
        end("w", 1, Reason.EXIT_NON_ZERO, 143);
        apply(new BrokerCommand.Forget(id("w", 1)));
        leaseOf(60);

        launch(order("w", 1));

        assertThat(actions).isEmpty();
        assertThat(refusalReason()).isEqualTo(Reason.STALE_EPOCH);
    }

    private void leaseOf(long seconds) {
        lease.agree(new Lease.Terms(Duration.ofSeconds(seconds), Duration.ofSeconds(2), 0), sinceBoot);
    }
}
