package io.isobar.broker.learning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunBookTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long SEED = 11;

    private static final WorkloadId FIRST = new WorkloadId("w-0000000001");

    private final RunBook book = new RunBook();

    @Test
    void nothingIsSaidBeforeARunWasSeen() {
        assertThat(book.corrections().of(kind("ann", "a100")).isKnown()).isFalse();
        assertThat(Correction.NONE.factor()).isEqualTo(1);
    }

    @Test
    void runsOfAKindSayWhatTheNextOneTakes() {
        for (int i = 0; i < 30; i++) {
            saw(kind("ann", "a100"), HOUR, HOUR.multipliedBy(2));
        }

        var said = book.corrections().of(kind("ann", "a100"));
        assertThat(said.factor()).isCloseTo(2, within(0.05));
        assertThat(said.runs()).isBetween(1L, 30L);
        assertThat(said.spread()).isLessThan(Correction.NONE.spread());
    }

    /** Else a model would look bad only because a tenant that ran on it first declares too little. */
    @Test
    void whatATenantAlwaysDeclaresWronglySaysLittleOfAModel() {
        for (int i = 0; i < 20; i++) {
            saw(kind("ann", "a100"), HOUR, HOUR.multipliedBy(3));
            saw(kind("ann", "h100"), HOUR, HOUR.multipliedBy(3));
        }

        assertThat(book.corrections().of(kind("ann", "a100")).factor()).isCloseTo(3, within(0.15));
        assertThat(book.corrections().of(kind("ben", "a100")).factor()).isCloseTo(1, within(0.35));
        assertThat(book.corrections().of(kind("ann", "ascend")).factor())
                .as("a model that none of the family ran on")
                .isGreaterThan(2);
    }

    @Test
    void whatAModelIsTakenForWronglyHoldsForOtherTenants() {
        for (int i = 0; i < 20; i++) {
            for (var tenant : new String[] {"ann", "ben", "eve"}) {
                saw(kind(tenant, "a100"), HOUR, HOUR.multipliedBy(3));
                saw(kind(tenant, "h100"), HOUR, HOUR);
            }
        }

        double slow = book.corrections().of(kind("zoe", "a100")).factor();
        double fast = book.corrections().of(kind("zoe", "h100")).factor();
        assertThat(slow / fast).isCloseTo(3, within(0.3));
    }

    @Test
    void theShapeOfAGangCounts() {
        for (int i = 0; i < 50; i++) {
            saw(new RunKind("ann", "bert", "a100", 1, 1), HOUR, HOUR);
            saw(new RunKind("ann", "bert", "a100", 16, 8), HOUR, HOUR.multipliedBy(2));
        }

        assertThat(book.corrections()
                        .of(new RunKind("ann", "bert", "a100", 1, 1))
                        .factor())
                .isCloseTo(1, within(0.1));
        assertThat(book.corrections()
                        .of(new RunKind("ann", "bert", "a100", 16, 8))
                        .factor())
                .isCloseTo(2, within(0.2));
    }

    @Test
    void aChangeIsFollowed() {
        for (int i = 0; i < 300; i++) {
            saw(kind("ann", "a100"), HOUR, HOUR);
        }
        for (int i = 0; i < 3 * Tally.MOST; i++) {
            saw(kind("ann", "a100"), HOUR, HOUR.multipliedBy(2));
        }

        assertThat(book.corrections().of(kind("ann", "a100")).factor()).isCloseTo(2, within(0.15));
    }

    @Test
    void newsIsSeldomOnceAllIsKnown() {
        var random = new Random(SEED);
        int news = 0;
        for (int i = 0; i < 1_000; i++) {
            double minutes = 60 * Math.exp(0.1 * random.nextGaussian());
            news += saw(kind("ann", "a100"), HOUR, Duration.ofMillis((long) (minutes * 60_000)))
                            .isPresent()
                    ? 1
                    : 0;
        }

        assertThat(news).as("seed %d", SEED).isBetween(1, 60);
    }

    @Test
    void whatWasMadeDurableSaysTheSameAgain() {
        var random = new Random(SEED);
        var durable = new HashMap<RunKind, Tally>();
        for (int i = 0; i < 200; i++) {
            var kind = kind("t" + random.nextInt(3), "m" + random.nextInt(3));
            saw(kind, HOUR, Duration.ofMinutes(30 + random.nextInt(90)));
            durable.putAll(book.takeTouched());
        }
        assertThat(book.takeTouched()).isEmpty();

        var other = new RunBook();
        other.recall(durable);

        assertThat(other.learned().runs()).isEqualTo(book.learned().runs());
        for (var kind : book.learned().kinds()) {
            double said = book.corrections().of(kind).factor();
            assertThat(other.corrections().of(kind).factor())
                    .as("%s, seed %d", kind, SEED)
                    // What is said changes in steps; what is durable is newer.
                    .isCloseTo(said, within(0.08 * said));
        }
        assertThat(other.takeTouched()).as("nothing of it is news").isEmpty();
    }

    @Test
    void asManyKindsAsThereMayBe() {
        for (int i = 0; i < RunBook.MOST_KINDS + 100; i++) {
            saw(new RunKind("ann", "family-" + i, "a100", 1, 1), HOUR, HOUR);
        }
        for (int i = 0; i < 3 * RunBook.MOST_OF_A_FAMILY; i++) {
            saw(new RunKind("ann", "one", "a100", i + 1, 1), HOUR, HOUR);
        }

        var kept = book.learned().kinds();
        assertThat(durable(book.takeTouched()))
                .as("what is forgotten is said to be")
                .hasSameElementsAs(kept);
        assertThat(kept).hasSizeLessThanOrEqualTo(RunBook.MOST_KINDS);
        assertThat(kept.stream().filter(kind -> kind.family().equals("one")))
                .hasSizeLessThanOrEqualTo(RunBook.MOST_OF_A_FAMILY);
    }

    @Test
    void whatSaysNothingOfComputingTeachesNothing() {
        assertThat(saw(kind("ann", "a100"), HOUR, Duration.ofMillis(200))).isEmpty();
        assertThat(saw(kind("ann", "a100"), HOUR, Duration.ofHours(-1))).isEmpty();
        assertThat(book.learned().kinds()).isEmpty();
    }

    /** Ann's runs vary by a factor of 1.65, Ben's hardly. */
    @Test
    void nineOfTenRunsTakeNoLongerThanIsSaid() {
        var random = new Random(SEED);
        for (int run = 0; run < 150; run++) {
            saw(kind("ann", "a100"), HOUR, varied(random, 0.5));
            saw(kind("ben", "a100"), HOUR, varied(random, 0.02));
        }
        var ann = book.corrections().of(kind("ann", "a100"));
        var ben = book.corrections().of(kind("ben", "a100"));
        int inTime = 0;
        for (int run = 0; run < 2_000; run++) {
            double hours = varied(random, 0.5).toMillis() / 3_600_000.0;
            inTime += hours <= ann.factor() * ann.late() ? 1 : 0;
        }

        assertThat(inTime / 2_000.0).as("seed %d", SEED).isBetween(0.85, 0.95);
        assertThat(ben.late()).as("seed %d", SEED).isBetween(1.0, 1.3);
        assertThat(book.corrections().of(kind("ann", "h100")).late())
                .as("where none was seen")
                .isEqualTo(1);
        assertThat(book.corrections().of(kind("eve", "a100")).late())
                .as("a tenant of whom nothing was seen, as chance usually is")
                .isBetween(1.2, 1.4);
    }

    private static Duration varied(Random random, double deviation) {
        return Duration.ofMillis(Math.round(3_600_000 * Math.exp(deviation * random.nextGaussian())));
    }

    @Test
    void aFirstRunIsWantedWhereNoneWasSeenAndNoneIsUnderWay() {
        assertThat(book.corrections().of(kind("ann", "h100")).isWanted())
                .as("of a family that nothing is known of")
                .isFalse();
        saw(kind("ann", "a100"), HOUR, HOUR.multipliedBy(2));
        var elsewhere = book.corrections().of(kind("ann", "h100"));
        assertThat(elsewhere.isWanted()).isTrue();
        assertThat(elsewhere.usualUnitHours()).isCloseTo(16, within(1e-9));
        assertThat(book.corrections().of(kind("ann", "a100")).isWanted()).isFalse();

        var first = WorkloadId.random(new Random(SEED));
        assertThat(book.tries(first, kind("ann", "h100"))).contains("bert");
        assertThat(book.tries(first, kind("ann", "h100"))).isEmpty();
        assertThat(book.corrections().of(kind("ben", "h100")).isWanted()).isFalse();
        assertThat(book.corrections().of(kind("ben", "l40s")).isWanted()).isTrue();

        assertThat(book.tries(first, kind("ann", "l40s")))
                .as("it goes elsewhere")
                .contains("bert");
        assertThat(book.corrections().of(kind("ann", "h100")).isWanted()).isTrue();
        assertThat(book.triesNot(first)).contains("bert");
        assertThat(book.corrections().of(kind("ann", "l40s")).isWanted()).isTrue();
        assertThat(book.triesNot(first)).isEmpty();
    }

    @Test
    void whereThreeRunsTaughtNothingNoneIsWantedAnyMore() {
        var random = new Random(SEED);
        saw(kind("ann", "a100"), HOUR, HOUR);
        for (int run = 1; run <= Trials.MOST_IN_VAIN; run++) {
            assertThat(book.corrections().of(kind("ann", "h100")).isWanted())
                    .as("run %d", run)
                    .isTrue();
            var id = WorkloadId.random(random);
            book.tries(id, kind("ann", "h100"));
            assertThat(book.hasTried(id)).contains("bert");
            assertThat(book.hasTried(id)).isEmpty();
        }
        assertThat(book.corrections().of(kind("ann", "h100")).isWanted()).isFalse();
        assertThat(book.corrections().of(kind("ann", "l40s")).isWanted()).isTrue();

        var next = new RunBook();
        next.recall(book.takeTouched());
        next.recallTrials(book.takeTrials());
        assertThat(next.corrections().of(kind("ann", "h100")).isWanted())
                .as("nor by the next leader")
                .isFalse();
        assertThat(next.corrections().of(kind("ann", "l40s")).isWanted()).isTrue();
        assertThat(next.takeTrials()).as("of what is durable already").isEmpty();
    }

    @Test
    void whatWasTriedInVainIsForgottenOnceARunThereTaughtSomething() {
        saw(kind("ann", "a100"), HOUR, HOUR);
        book.tries(FIRST, kind("ann", "h100"));
        book.hasTried(FIRST);
        assertThat(book.takeTrials()).containsOnly(Map.entry(new Trial("bert", "h100"), 1));

        saw(kind("ann", "h100"), HOUR, HOUR);

        assertThat(book.takeTrials()).containsOnly(Map.entry(new Trial("bert", "h100"), 0));
        assertThat(book.takeTrials()).as("said once").isEmpty();
    }

    private static List<RunKind> durable(Map<RunKind, Tally> touched) {
        return touched.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(Tally.NONE))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static RunKind kind(String tenant, String model) {
        return new RunKind(tenant, "bert", model, 1, 8);
    }

    /** A whole run. */
    private Optional<String> saw(RunKind kind, Duration expected, Duration took) {
        return book.saw(FIRST, new Run(kind, expected, took, 1));
    }

    @Test
    void aRunThatIsUnderWaySaysMoreTheMoreOfItWasSeen() {
        book.sees(FIRST, part(0.02));
        double little = said().factor();
        double unsure = said().spread();
        book.sees(FIRST, part(0.5));

        assertThat(little).isBetween(1.2, said().factor());
        assertThat(said().factor()).isBetween(1.8, 2.0);
        assertThat(said().spread()).isLessThan(unsure).isGreaterThan(1);
        assertThat(said().runs()).isZero();
        assertThat(said().underWay()).isEqualTo(1);
        assertThat(said().isWanted()).as("a first run is under way").isFalse();
        assertThat(book.learned().kinds()).containsExactly(kind("ann", "a100"));
        assertThat(book.takeTouched())
                .as("durable is how far it is, not what that taught")
                .isEmpty();
    }

    /** However often it says how far it is, its end counts once. */
    @Test
    void whatWasSeenOfARunWhileItWasUnderWayIsPartOfTheWhole() {
        for (int percent = 1; percent < 100; percent++) {
            book.sees(FIRST, part(percent / 100.0));
        }
        book.saw(FIRST, part(1));
        var watched = book.takeTouched();

        var other = new RunBook();
        other.saw(FIRST, part(1));

        assertThat(watched).isEqualTo(other.takeTouched()).hasSize(1);
        assertThat(book.corrections().of(kind("ann", "a100")).underWay()).isZero();
    }

    @Test
    void whatEndedBeforeItWasDoneCountsForTheShareThatWasSeen() {
        book.saw(FIRST, part(0.25));

        var tally = requireNonNull(book.takeTouched().get(kind("ann", "a100")));
        assertThat(tally.weight()).isEqualTo(0.25);
        assertThat(tally.runs()).isEqualTo(1);
        assertThat(tally.unitHours())
                .as("two hours, of which a quarter was seen")
                .isEqualTo(2 * 0.25 * kind("ann", "a100").allUnits());
    }

    @Test
    void ofARunThatBeginsAnewNothingIsKnownAnyMore() {
        book.sees(FIRST, part(0.5));

        assertThat(book.leaves(FIRST)).contains("bert");
        assertThat(said()).isEqualTo(Correction.NONE);
        assertThat(book.leaves(FIRST)).isEmpty();
    }

    @Test
    void littleMoreThanBeforeIsNoNews() {
        book.sees(FIRST, part(0.5));

        assertThat(book.sees(FIRST, part(0.55))).isEmpty();
        assertThat(book.sees(FIRST, new Run(kind("ann", "a100"), HOUR, HOUR, 0.9)))
                .contains("bert");
    }

    private Correction said() {
        return book.corrections().of(kind("ann", "a100"));
    }

    /** Of a run that takes twice what is expected. */
    private static Run part(double share) {
        return new Run(kind("ann", "a100"), HOUR, HOUR.multipliedBy(2), share);
    }
}
