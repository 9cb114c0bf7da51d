package io.isobar.broker.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.fencing.Silences.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final RegionName EAST = new RegionName("east");
    private static final SilenceRule RULE = new SilenceRule(
            Duration.ofSeconds(30), Duration.ofSeconds(100), Duration.ofSeconds(10), Duration.ofSeconds(5));
    /** A lease, its grace, the margin, and a hundredth of the lease. */
    private static final double UNTIL_OVER = 100 + 10 + 5 + 1.1;

    private final Silences silences = new Silences(RULE);
    private final Set<RegionName> withWork = new HashSet<>(Set.of(EAST));
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private int connected = 5;

    private List<Due> look() {
        return silences.look(now, withWork::contains, connected);
    }

    /** What falls due within so long, looked at four times a second. */
    private List<Due> pass(double seconds) {
        var due = new ArrayList<Due>();
        for (int i = 0; i < seconds * 4; i++) {
            now = now.plusMillis(250);
            due.addAll(look());
        }
        return due;
    }

    private long fence(RegionName region) {
        silences.connected(region);
        look();
        silences.disconnected(region);
        var due = pass(33.1);
        assertThat(due).singleElement().isInstanceOf(Due.Fence.class);
        return ((Due.Fence) due.getFirst()).number();
    }

    @Test
    void isFencedOnceItIsLostAndGivenUpOnceNoLeaseCanHold() {
        silences.connected(EAST);
        look();
        silences.disconnected(EAST);

        assertThat(pass(29.5)).isEmpty();
        assertThat(pass(3.6)).containsExactly(new Due.Fence(EAST, 1));
        assertThat(silences.durable(EAST, 1)).isTrue();
        assertThat(pass(UNTIL_OVER - 1)).isEmpty();
        assertThat(pass(2)).containsExactly(new Due.GiveUp(EAST));
        assertThat(pass(1_000)).isEmpty();
    }

    @Test
    void isNeverGivenUpBeforeItsFenceIsDurable() {
        long number = fence(EAST);

        var due = pass(600);

        assertThat(due).isNotEmpty().allMatch(new Due.Fence(EAST, number)::equals);
    }

    @Test
    void aFenceOfBeforeDoesNotCountForTheNextSilence() {
        long first = fence(EAST);
        silences.connected(EAST);
        long second = fence(EAST);

        assertThat(second).isGreaterThan(first);
        assertThat(silences.durable(EAST, first)).isFalse();
        assertThat(pass(600)).noneMatch(Due.GiveUp.class::isInstance);
    }

    @Test
    void hasAllItsTimeAgainWheneverItComesBack() {
        for (int i = 0; i < 25; i++) {
            silences.connected(EAST);
            silences.disconnected(EAST);
            assertThat(pass(29)).as("silence %d", i).isEmpty();
        }
    }

    @Test
    void aClockThatIsSetOrAProcessThatSleptBringsNobodyNearer() {
        silences.connected(EAST);
        look();
        silences.disconnected(EAST);
        now = now.plus(Duration.ofHours(3));
        assertThat(look()).isEmpty();
        now = now.minus(Duration.ofHours(5));
        assertThat(look()).isEmpty();

        assertThat(pass(28)).isEmpty();
        assertThat(pass(6)).hasSize(1);
    }

    @Test
    void anotherBrokerTakesUpAFenceThatStandsAndWaitsAWholeLease() {
        fence(EAST);
        silences.durable(EAST, 1);
        pass(90);
        var successor = new Silences(RULE);
        successor.recall(EAST, silences.markOf(EAST));

        var due = new ArrayList<Due>();
        for (int i = 0; i < (UNTIL_OVER - 1) * 4; i++) {
            now = now.plusMillis(250);
            due.addAll(successor.look(now, withWork::contains, connected));
        }

        assertThat(due).isEmpty();
        assertThat(successor.phaseOf(EAST)).contains(Silences.Phase.FENCED);
    }

    @Test
    void aLongerLeaseThatWasToldBeforeIsWaitedFor() {
        var mark = new FenceMark(4, true, Duration.ofSeconds(1_000));
        silences.recall(EAST, mark);

        assertThat(pass(1_000)).isEmpty();
        assertThat(pass(20)).containsExactly(new Due.GiveUp(EAST));
    }

    @Test
    void whereMostAreSilentItIsRatherOurOwnNetwork() {
        var names = List.of("a", "b", "c", "d").stream().map(RegionName::new).toList();
        withWork.addAll(names);
        names.forEach(silences::connected);
        look();
        names.forEach(silences::disconnected);
        connected = 3;

        assertThat(pass(300)).isEmpty();
        assertThat(silences.isSuspended()).isTrue();
        assertThat(silences.left(names.getFirst())).isEmpty();

        silences.connected(names.getFirst());
        connected = 4;
        assertThat(pass(29)).isEmpty();
        assertThat(pass(5)).hasSize(3).allMatch(Due.Fence.class::isInstance);
    }

    @Test
    void whoMakesNoPromiseOrHasNoWorkIsNotFenced() {
        withWork.clear();
        silences.connected(EAST);
        silences.disconnected(EAST);

        assertThat(pass(10_000)).isEmpty();
    }

    @Test
    void saysHowLongItIsWaitedFor() {
        silences.connected(EAST);
        look();
        silences.disconnected(EAST);
        var atFirst = silences.left(EAST).orElseThrow();
        var before = now;
        var due = pass(34);
        silences.durable(EAST, ((Due.Fence) due.getFirst()).number());
        while (silences.left(EAST).isPresent()) {
            pass(0.25);
        }

        assertThat(Duration.between(before, now)).isBetween(atFirst, atFirst.plusSeconds(3));
    }
}
