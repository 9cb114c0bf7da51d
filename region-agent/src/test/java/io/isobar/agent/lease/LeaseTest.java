package io.isobar.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    private static final Lease.Terms TERMS = new Lease.Terms(Duration.ofSeconds(60), Duration.ofSeconds(10), 3);
    private static final Instant WALL = Instant.parse("2026-11-29T10:00:00Z");

    @TempDir
    Path folder;

    private Duration sinceBoot = Duration.ofSeconds(1_000);
    private final Lease lease = new Lease(() -> sinceBoot);

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void isNeverOverWithoutTerms() {
        sinceBoot = Duration.ofDays(400);

        assertThat(lease.isOver()).isFalse();
        assertThat(lease.kept()).isEmpty();
    }

    @Test
    void allowsWhatCanBeStoppedBeforeNothingMayRun() {
        assertThat(lease.allows(Duration.ofDays(1))).isTrue();
        lease.agree(TERMS, at(1_000));

        assertThat(lease.allows(Duration.ofSeconds(70))).isTrue();
        assertThat(lease.allows(Duration.ofSeconds(71))).isFalse();
        sinceBoot = at(1_059);
        assertThat(lease.allows(Duration.ofSeconds(11))).isTrue();
        sinceBoot = at(1_060);
        assertThat(lease.allows(Duration.ZERO)).isFalse();
        lease.renew(at(1_060));
        assertThat(lease.allows(Duration.ofSeconds(70))).isTrue();
        lease.fenced(4);
        assertThat(lease.allows(Duration.ZERO)).isFalse();
    }

    @Test
    void isNotBoundByABrokerThatGrantsLessThanItNeedsToStop() throws IOException {
        Lease slow = new Lease(() -> sinceBoot, Duration.ofSeconds(11));
        slow.agree(new Lease.Terms(Duration.ofSeconds(60), Duration.ofSeconds(11), 3), at(1_000));
        LeaseFile file = new LeaseFile(folder.resolve("slow"), () -> WALL);
        file.write(slow.kept().orElseThrow());

        slow.agree(TERMS, at(1_010));
        file.clear();

        sinceBoot = at(9_000);
        assertThat(slow.isOver()).isFalse();
        assertThat(slow.kept()).isEmpty();
        assertThat(file.read(sinceBoot)).isEmpty();
    }

    @Test
    void countsFromTheQuestionAndNotFromTheAnswer() {
        lease.agree(TERMS, at(1_000));
        sinceBoot = at(1_050);
        lease.renew(at(1_020));

        sinceBoot = at(1_079);
        assertThat(lease.isOver()).isFalse();
        sinceBoot = at(1_080);
        assertThat(lease.isOver()).isTrue();
    }

    @Test
    void wantsToBeRenewedInTimeAndNotWhenItIsOver() {
        lease.agree(TERMS, at(1_000));
        sinceBoot = at(1_020);
        assertThat(lease.wantsRenewal()).isFalse();
        sinceBoot = at(1_021);
        assertThat(lease.wantsRenewal()).isTrue();
        sinceBoot = at(1_060);
        assertThat(lease.wantsRenewal()).isFalse();
    }

    @Test
    void anOlderQuestionTakesNothingAway() {
        lease.agree(TERMS, at(1_000));
        lease.renew(at(1_040));
        lease.renew(at(1_010));

        sinceBoot = at(1_099);
        assertThat(lease.isOver()).isFalse();
    }

    @Test
    void aFenceEndsItAndOnlyTheBrokerRenewsItAgain() {
        lease.agree(TERMS, at(1_000));
        lease.fenced(3);
        assertThat(lease.isOver()).as("the fence that it was told of").isFalse();

        lease.fenced(4);
        lease.renew(at(1_000));
        assertThat(lease.isOver()).isTrue();

        lease.agree(new Lease.Terms(Duration.ofSeconds(60), Duration.ofSeconds(10), 4), at(1_000));
        assertThat(lease.isOver()).isFalse();
    }

    @Test
    void outlivesTheAgent() throws IOException {
        var file = new LeaseFile(folder.resolve("lease"), () -> WALL);
        lease.agree(TERMS, at(990));
        file.write(lease.kept().orElseThrow());

        var next = new Lease(() -> sinceBoot);
        next.resume(new LeaseFile(folder.resolve("lease"), () -> WALL.plusSeconds(999))
                .read(sinceBoot)
                .orElseThrow());

        assertThat(next.left()).contains(Duration.ofSeconds(50));
        assertThat(Files.readString(folder.resolve("lease"))).contains("stop_at=1050\n", "kill_at=1060\n");
    }

    @Test
    void aFenceIsKeptAsALeaseThatRanOut() throws IOException {
        var file = new LeaseFile(folder.resolve("lease"), () -> WALL);
        lease.agree(TERMS, at(1_000));
        lease.fenced(4);
        file.write(lease.kept().orElseThrow());

        assertThat(Files.readString(folder.resolve("lease"))).contains("stop_at=1000\n", "kill_at=1010\n");
    }

    @Test
    void ofBeforeTheMachineWasStartedTellsTheClockHowOldItIs() throws IOException {
        var file = folder.resolve("lease");
        lease.agree(TERMS, at(1_000));
        new LeaseFile(file, () -> WALL).write(lease.kept().orElseThrow());
        Files.writeString(file, Files.readString(file).replaceFirst("boot=.*", "boot=another"));

        var young = new LeaseFile(file, () -> WALL.plusSeconds(20)).read(at(5)).orElseThrow();
        var old = new LeaseFile(file, () -> WALL.plusSeconds(61)).read(at(5)).orElseThrow();

        assertThat(young.stopAt()).isGreaterThan(at(5));
        assertThat(old.stopAt()).isLessThan(at(5));
    }

    @Test
    void ofARegionThatPromisesNothingIsNeverOver() {
        var without = Lease.withoutEnd(() -> sinceBoot);
        without.agree(TERMS, at(1_000));
        without.fenced(9);
        sinceBoot = Duration.ofDays(9);

        assertThat(without.isOver()).isFalse();
    }

    @Test
    void refusesWhatIsNoLease() throws IOException {
        assertThatThrownBy(() -> new Lease.Terms(Duration.ZERO, Duration.ZERO, 0))
                .isInstanceOf(IllegalArgumentException.class);
        Files.writeString(folder.resolve("lease"), "stop_at=");
        assertThatThrownBy(() -> new LeaseFile(folder.resolve("lease"), () -> WALL).read(sinceBoot))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }
}
