package io.isobar.agent.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AdmissionDecision.Admitted;
import io.isobar.agent.admission.AdmissionDecision.Refused;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionBookTest {
    private static final PoolName POOL = new PoolName("a100");

    private static Inventory inventory(NodeAmounts... nodes) {
        List<Node> all = new ArrayList<>();
        for (NodeAmounts amounts : nodes) {
            all.add(new Node(new NodeName("n" + all.size()), POOL, amounts));
        }
        return new Inventory(
                List.of(new PoolProfile(POOL, null, HostArchitecture.X86_64, List.of(), null, true, List.of())), all);
    }

    private static NodeAmounts node(int units) {
        return new NodeAmounts(units, 64_000L, 1L << 38);
    }

    private static Demand units(int replicas, int units) {
        return new Demand(POOL, replicas, new Resources(units, 0, 0));
    }

    private static AttemptId attempt(int number) {
        return new AttemptId("w-" + number + "-1");
    }

    private static AdmissionBook book(NodeAmounts... nodes) {
        AdmissionBook book = new AdmissionBook(100);
        book.look(inventory(nodes));
        return book;
    }

    private static long free(AdmissionBook book) {
        return book.observe(POOL, Instant.EPOCH).orElseThrow().freeUnits();
    }

    private static Refusal refusal(AdmissionDecision decision) {
        return ((Refused) decision).refusal();
    }

    @Test
    void countsAnAttemptOnceHoweverOftenItIsAskedFor() {
        AdmissionBook book = book(node(8));

        AdmissionDecision first = book.admit(attempt(1), units(1, 8));
        AdmissionDecision second = book.admit(attempt(1), units(1, 8));

        assertThat(((Admitted) second).placement()).isEqualTo(((Admitted) first).placement());
        assertThat(free(book)).isZero();
    }

    @Test
    void admitsAGangWholeOrNotAtAll() {
        AdmissionBook book = book(node(8), node(8), node(4));

        assertThat(book.admit(attempt(1), units(3, 8))).isInstanceOf(Refused.class);

        assertThat(free(book)).isEqualTo(20);
        assertThat(book.admit(attempt(1), units(2, 8))).isInstanceOf(Admitted.class);
    }

    @Test
    void putsTheRemainderOnTheFullestNodeThatTakesIt() {
        AdmissionBook book = book(node(8), node(8));
        book.admit(attempt(1), units(1, 2));

        book.admit(attempt(2), units(1, 2));

        assertThat(book.admit(attempt(3), units(1, 8))).isInstanceOf(Admitted.class);
    }

    @Test
    void saysThatCapacityIsFragmented() {
        AdmissionBook book = book(node(8), node(8));
        book.admit(attempt(1), units(2, 5));

        Refusal refusal = refusal(book.admit(attempt(2), units(1, 6)));

        assertThat(refusal.reason()).isEqualTo(Reason.FRAGMENTED);
        assertThat(refusal.message()).contains("6 units are free").contains("largest node has 3");
    }

    @Test
    void saysThatNoNodeIsLargeEnoughEvenEmpty() {
        assertThat(refusal(book(node(8)).admit(attempt(1), units(1, 9))).reason())
                .isEqualTo(Reason.NODE_TOO_SMALL);
    }

    @Test
    void saysThatThereIsNoSuchPool() {
        Demand elsewhere = new Demand(new PoolName("b200"), 1, Resources.NONE);

        Refusal refusal = refusal(book(node(8)).admit(attempt(1), elsewhere));

        assertThat(refusal.reason()).isEqualTo(Reason.POOL_UNKNOWN);
        assertThat(refusal.message()).contains("b200").contains("a100");
    }

    @Test
    void neverTakesUnknownAmountsForFree() {
        AdmissionBook book = book(new NodeAmounts(8, null, null));

        assertThat(book.admit(attempt(1), new Demand(POOL, 1, new Resources(1, 1, 0))))
                .isInstanceOf(Refused.class);
        assertThat(book.admit(attempt(2), new Demand(POOL, 1, new Resources(1, 0, 1))))
                .isInstanceOf(Refused.class);
        assertThat(book.admit(attempt(3), new Demand(POOL, 1, new Resources(1, 0, 0))))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void refusesAmountsThatWouldWrap() {
        AdmissionBook book = book(node(8));

        AdmissionDecision decision =
                book.admit(attempt(1), new Demand(POOL, 100_000, new Resources(0, Long.MAX_VALUE, Long.MAX_VALUE)));

        assertThat(decision).isInstanceOf(Refused.class);
        assertThat(free(book)).isEqualTo(8);
    }

    @Test
    void placesNothingOnNodesThatCannotTakeWork() {
        AdmissionBook book = new AdmissionBook(0);
        Inventory all = inventory(node(8), node(8));
        book.look(new Inventory(
                all.pools(),
                List.of(all.nodes().get(0).asUsable(false), all.nodes().get(1))));

        assertThat(book.admit(attempt(1), units(2, 8))).isInstanceOf(Refused.class);
        PoolCapacity capacity = book.observe(POOL, Instant.EPOCH).orElseThrow();
        assertThat(capacity.unusableNodes()).isEqualTo(1);
        assertThat(capacity.totalUnits()).isEqualTo(8);
    }

    @Test
    void remembersWhatIsHeldOnANodeThatIsAwayForAWhile() {
        AdmissionBook book = book(node(8));
        book.admit(attempt(1), units(1, 8));

        book.look(inventory());
        book.look(inventory(node(8)));

        assertThat(free(book)).isZero();
        book.release(attempt(1));
        assertThat(free(book)).isEqualTo(8);
    }

    @Test
    void takesForeignLoadIntoAccountAndComesBackWhenItLeaves() {
        AdmissionBook book = book(node(8));
        Node busy = new Node(new NodeName("n0"), POOL, node(8), new ForeignLoad(6L, 0L, 0L), true);
        book.look(new Inventory(inventory(node(8)).pools(), List.of(busy)));
        assertThat(free(book)).isEqualTo(2);
        book.admit(attempt(1), units(1, 2));

        book.look(inventory(node(8)));

        assertThat(free(book)).isEqualTo(6);
    }

    @Test
    void restoresWhatRunsEvenWhereItDoesNotFitAnyMore() {
        AdmissionBook book = book(node(4));

        book.restore(attempt(1), new Placement(units(1, 8), List.of(new NodeName("n0"))));

        assertThat(free(book)).isZero();
        book.release(attempt(1));
        assertThat(free(book)).isEqualTo(4);
    }

    @Test
    void coversAnAdmissionFromTheNextReportOn() {
        AdmissionBook book = book(node(8), node(8));
        long before = book.observe(POOL, Instant.EPOCH).orElseThrow().sequence();

        Admitted admitted = (Admitted) book.admit(attempt(1), units(1, 8));

        assertThat(admitted.coveredFrom()).isGreaterThan(before);
        PoolCapacity report = book.observe(POOL, Instant.EPOCH).orElseThrow();
        assertThat(report.sequence()).isGreaterThanOrEqualTo(admitted.coveredFrom());
        assertThat(report.freeUnits()).isEqualTo(8);
    }

    @Test
    void withdrawsAPoolThatIsGone() {
        AdmissionBook book = book(node(8));

        book.look(new Inventory(List.of(), List.of()));

        assertThat(book.takeWithdrawn()).containsExactly(POOL);
        assertThat(book.takeWithdrawn()).isEmpty();
        assertThat(book.pools()).isEmpty();
    }
}
