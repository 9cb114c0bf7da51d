package io.isobar.broker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.resource.SeededCases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows over slots that are a map, as they would be in a store. */
class RegionTelemetryTest {
    private static final long NOON_S = Instant.parse("2025-11-25T12:00:00Z").getEpochSecond();
    private static final long NOW_MS = (NOON_S + 3600) * 1_000;

    private final MapSlots slots = new MapSlots();
    private final RegionTelemetry telemetry = new RegionTelemetry(slots);

    private static final class MapSlots implements Slots {
        private final Map<String, byte[]> held = new HashMap<>();

        @Override
        public byte @Nullable [] get(String key) {
            return held.get(key);
        }

        @Override
        public void put(String key, byte[] minute) {
            held.put(key, minute);
        }

        @Override
        public void delete(String key) {
            held.remove(key);
        }
    }

    @Test
    void addsUpTheMinuteAndTheTenThatEndWithIt() {
        for (int minute = 0; minute < 12; minute++) {
            assertThat(add(failures(minute * 60 + 1, minute, 7, minute + 1))).isEqualTo(Verdict.TAKEN);
        }

        var figure = onlyFigure(telemetry);
        assertThat(figure.value()).isEqualTo(11);
        assertThat(figure.observedAt()).isEqualTo(Instant.ofEpochSecond(NOON_S + 661));
        assertThat(figure.minute())
                .isEqualTo(new WindowStatistics(
                        Instant.ofEpochSecond(NOON_S + 660), Duration.ofMinutes(1), 1, 11, 11, 11, 11.0));
        // 2 to 11: the first two minutes have gone.
        assertThat(figure.sliding())
                .isEqualTo(new WindowStatistics(
                        Instant.ofEpochSecond(NOON_S + 120), Duration.ofMinutes(10), 10, 2, 11, 6.5, 65.0));
    }

    @Test
    void countsARecordOncePerIncarnation() {
        assertThat(add(failures(1, 3, 7, 1))).isEqualTo(Verdict.TAKEN);
        assertThat(add(failures(1, 3, 7, 1))).isEqualTo(Verdict.DUPLICATE);
        assertThat(add(failures(1, 3, 8, 1)))
                .as("the agent began anew, and its numbers with it")
                .isEqualTo(Verdict.TAKEN);
        assertThat(add(failures(61, 4, 8, 2))).isEqualTo(Verdict.TAKEN);
        assertThat(add(failures(1, 3, 7, 1)))
                .as("a minute that is not the newest")
                .isEqualTo(Verdict.DUPLICATE);

        var sliding = sliding(telemetry);
        assertThat(sliding.sum()).isEqualTo(10);
        assertThat(sliding.count()).isEqualTo(3);
    }

    @Test
    void takesNumbersInAnyOrderAndAMinuteForgetsOnlyTheLowest() {
        int most = Seen.MOST_NUMBERS;
        for (int number = most + 10; number > 10; number--) {
            assertThat(add(failures(1, 1, 7, number))).isEqualTo(Verdict.TAKEN);
        }
        for (int number = most + 10; number > 10; number--) {
            assertThat(add(failures(1, 1, 7, number))).isEqualTo(Verdict.DUPLICATE);
        }
        assertThat(add(failures(1, 1, 7, most + 11))).isEqualTo(Verdict.TAKEN);
        assertThat(add(failures(1, 1, 7, 11)))
                .as("forgotten, and counts as seen")
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(add(failures(1, 1, 7, 5))).as("below what is forgotten").isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void setsAsideWhatIsOlderThanTenMinutes() {
        add(failures(600, 1, 7, 10));
        assertThat(add(failures(59, 1, 7, 1))).isEqualTo(Verdict.LATE);
        assertThat(add(failures(60, 5, 7, 2))).isEqualTo(Verdict.TAKEN);

        var figure = onlyFigure(telemetry);
        assertThat(figure.value()).as("what was observed last").isEqualTo(1);
        assertThat(Objects.requireNonNull(figure.sliding()).sum()).isEqualTo(6);
    }

    @Test
    void aLateRecordIsTheLastFigureOfAMetricThatNothingNewerIsKnownOf() {
        add(failures(1200, 1, 7, 10));
        var late = new Observation(
                Quantity.QUEUE_LENGTH,
                Observation.Part.VALUE,
                42,
                1,
                NOON_S * 1_000_000_000,
                7,
                1,
                Observation.NOT_SAID);
        assertThat(add(late)).isEqualTo(Verdict.LATE);

        var figure = told(telemetry).getFirst().figures().stream()
                .filter(one -> one.quantity() == Quantity.QUEUE_LENGTH)
                .findFirst()
                .orElseThrow();
        assertThat(figure.value()).isEqualTo(42);
        assertThat(figure.minute()).isNull();
        assertThat(figure.sliding()).isNull();
    }

    @Test
    void aClockThatIsAheadDoesNotMakeTheOthersLate() {
        assertThat(add(failures(3600 + 301, 1, 7, 1))).isEqualTo(Verdict.FUTURE);
        assertThat(add(failures(3600 + 300, 1, 7, 2))).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void aClockThatIsWrongByHoursCountsAsAnyOther() {
        assertThat(add(sent(2 * 3600, 1, 7, 1))).isEqualTo(Verdict.TAKEN);
        assertThat(add(sent(2 * 3600 + 5, 2, 7, 2))).isEqualTo(Verdict.TAKEN);
        var later = new Observation(
                Quantity.LAUNCH_FAILURES,
                Observation.Part.VALUE,
                9,
                1,
                (NOON_S + 2 * 3600 + 10 + 301) * 1_000_000_000,
                7,
                3,
                (NOON_S + 2 * 3600 + 10) * 1_000_000_000);
        assertThat(add(later)).as("observed five minutes after it was sent").isEqualTo(Verdict.FUTURE);

        assertThat(sliding(telemetry).sum()).isEqualTo(3);
    }

    @Test
    void aClockThatIsSetBackBeginsAnewFromItsPresent() {
        add(sent(0, 1, 7, 1));
        add(sent(600, 2, 7, 2));
        add(sent(605, 4, 7, 3));
        assertThat(add(sent(10, 8, 7, 4))).isEqualTo(Verdict.TAKEN);
        assertThat(add(sent(15, 16, 7, 5))).isEqualTo(Verdict.TAKEN);

        var figure = onlyFigure(telemetry);
        assertThat(figure.value()).isEqualTo(16);
        assertThat(figure.observedAt()).isEqualTo(Instant.ofEpochSecond(NOON_S + 15));
        // What is dated later than its present is gone; the minute that was before and is again goes on.
        assertThat(Objects.requireNonNull(figure.minute()).sum()).isEqualTo(1 + 8 + 16);
        assertThat(Objects.requireNonNull(figure.sliding()).sum()).isEqualTo(1 + 8 + 16);
        assertThat(add(sent(605, 4, 7, 3)))
                .as("comes again, from before it was set")
                .isEqualTo(Verdict.LATE);
        assertThat(onlyFigure(telemetry).value()).isEqualTo(16);
    }

    @Test
    void whatWasKnownBeforeAClockWasSetBackKeepsItsAge() {
        long ns = (NOON_S + 600) * 1_000_000_000;
        add(new Observation(Quantity.QUEUE_LENGTH, Observation.Part.VALUE, 42, 1, ns - 20_000_000_000L, 7, 1, ns));
        add(sent(0, 8, 7, 2));

        var queue = told(telemetry).getFirst().figures().stream()
                .filter(one -> one.quantity() == Quantity.QUEUE_LENGTH)
                .findFirst()
                .orElseThrow();
        assertThat(queue.value()).isEqualTo(42);
        assertThat(queue.observedAt()).isEqualTo(Instant.ofEpochSecond(NOON_S - 20));
    }

    @Test
    void anAgentThatBeginsAnewWithItsClockMendedIsCountedAtOnce() {
        add(sent(600, 1, 7, 100));
        assertThat(add(sent(0, 2, 8, 1))).isEqualTo(Verdict.TAKEN);
        assertThat(add(sent(610, 4, 7, 100))).as("the one before").isEqualTo(Verdict.LATE);
        assertThat(add(sent(60, 8, 8, 2))).isEqualTo(Verdict.TAKEN);

        assertThat(sliding(telemetry).sum()).isEqualTo(2 + 8);
    }

    @Test
    void whoTakesOverFromAClockThatWasSetBackGoesOnWithItsPresent() {
        add(sent(300, 1, 7, 1));
        telemetry.write();
        var future = Map.copyOf(slots.held);
        add(sent(0, 2, 7, 2));
        telemetry.write();
        // It died after the new minute was kept and before the later one was deleted.
        slots.held.putAll(future);
        var second = new RegionTelemetry(slots);

        second.takeUp(Map.copyOf(slots.held).entrySet().iterator());

        assertThat(sliding(second).sum()).isEqualTo(2);
        assertThat(second.add("east", "a100", sent(300, 1, 7, 1), NOW_MS)).isEqualTo(Verdict.LATE);
        assertThat(second.add("east", "a100", sent(300, 4, 7, 3), NOW_MS)).isEqualTo(Verdict.TAKEN);
        assertThat(onlyFigure(second).minute())
                .isNotNull()
                .extracting(WindowStatistics::sum)
                .isEqualTo(4.0);
    }

    @Test
    void aStepBackWithinAMinuteCountsOnAndIsNotStuck() {
        add(sent(30, 1, 7, 1));
        add(sent(20, 2, 7, 2));

        var figure = onlyFigure(telemetry);
        assertThat(figure.value()).isEqualTo(2);
        assertThat(Objects.requireNonNull(figure.minute()).sum()).isEqualTo(3);
        assertThat(add(sent(30, 1, 7, 1))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void whoTakesOverCountsOnAndNothingTwice() {
        add(failures(1, 3, 7, 1));
        add(failures(61, 4, 7, 2));
        telemetry.write();

        var second = new RegionTelemetry(slots);
        second.takeUp(Map.copyOf(slots.held).entrySet().iterator());
        assertThat(told(second)).isEqualTo(told(telemetry));
        assertThat(second.add("east", "a100", failures(1, 3, 7, 1), NOW_MS)).isEqualTo(Verdict.DUPLICATE);
        assertThat(second.add("east", "a100", failures(61, 4, 7, 2), NOW_MS)).isEqualTo(Verdict.DUPLICATE);
        assertThat(second.add("east", "a100", failures(121, 5, 7, 3), NOW_MS)).isEqualTo(Verdict.TAKEN);
        assertThat(sliding(second).sum()).isEqualTo(12);
    }

    @Test
    void aMinuteThatIsDamagedIsPassedOver() {
        add(failures(1, 3, 7, 1));
        telemetry.write();
        var held = new HashMap<>(slots.held);
        held.replaceAll((key, minute) -> Arrays.copyOf(minute, minute.length - 1));

        var second = new RegionTelemetry(slots);
        second.takeUp(held.entrySet().iterator());

        assertThat(second.pools()).isZero();
    }

    @Test
    void forgetsAPoolThatNothingIsHeardOfForAnHour() {
        add(failures(1, 3, 7, 1));
        telemetry.add("east", "h100", failures(1, 3, 7, 1), NOW_MS + 1);
        telemetry.write();
        told(telemetry);
        var gone = new ArrayList<String>();

        telemetry.expire(NOW_MS + 3_600_000, gone::add);
        assertThat(gone).isEmpty();
        telemetry.expire(NOW_MS + 3_600_001, gone::add);

        assertThat(gone).containsExactly("east/a100");
        assertThat(telemetry.pools()).isEqualTo(1);
        assertThat(slots.held.keySet())
                .allMatch(key -> key.startsWith("east/h100/"))
                .hasSize(1);
    }

    @Test
    void refusesPoolsAboveTheLimitOfARegion() {
        for (int i = 0; i < RegionTelemetry.MOST_OF_REGION; i++) {
            telemetry.add("east", "p" + i, failures(1, 3, 7, 1), NOW_MS);
        }
        assertThat(telemetry.add("east", "more", failures(1, 3, 7, 1), NOW_MS)).isEqualTo(Verdict.TOO_MANY_POOLS);
        assertThat(telemetry.add("west", "more", failures(1, 3, 7, 1), NOW_MS)).isEqualTo(Verdict.TAKEN);
        assertThat(telemetry.add("west", "no/name", failures(1, 3, 7, 1), NOW_MS))
                .isEqualTo(Verdict.BAD_POOL);
    }

    @Test
    void keepsWaysBesidePoolsAndNoMoreOfThemThanARegionMayHave() {
        add(failures(1, 3, 7, 1));
        for (int i = 0; i < RegionTelemetry.MOST_PEERS; i++) {
            assertThat(telemetry.add("east", "peer-" + i, roundTrip(0.02, i), NOW_MS))
                    .isEqualTo(Verdict.TAKEN);
        }

        assertThat(telemetry.add("east", "more", roundTrip(0.02, 999), NOW_MS)).isEqualTo(Verdict.TOO_MANY_PEERS);
        assertThat(telemetry.add("east", "peer-0", roundTrip(0.03, 1_000), NOW_MS))
                .isEqualTo(Verdict.TAKEN);
        assertThat(telemetry.add("west", "more", roundTrip(0.02, 1), NOW_MS)).isEqualTo(Verdict.TAKEN);
        assertThat(told(telemetry)).extracting(PoolFigures::pool).contains("a100", ">peer-0", ">more");
    }

    @Test
    void waysSurviveAHandOverAndMakeRoomWhenNothingIsHeardOfThem() {
        for (int i = 0; i < RegionTelemetry.MOST_PEERS; i++) {
            telemetry.add("east", "peer-" + i, roundTrip(0.02, i), NOW_MS);
        }
        telemetry.write();
        var heir = new RegionTelemetry(slots);
        heir.takeUp(Map.copyOf(slots.held).entrySet().iterator());

        assertThat(heir.add("east", "more", roundTrip(0.02, 999), NOW_MS)).isEqualTo(Verdict.TOO_MANY_PEERS);
        assertThat(told(heir)).hasSize(RegionTelemetry.MOST_PEERS);
        var gone = new ArrayList<String>();
        heir.expire(NOW_MS + 3_600_001, gone::add);
        assertThat(gone).hasSize(RegionTelemetry.MOST_PEERS).contains("east/>peer-7");
        assertThat(heir.add("east", "more", roundTrip(0.02, 1), NOW_MS)).isEqualTo(Verdict.TAKEN);
    }

    private static Observation roundTrip(double seconds, long sequence) {
        return new Observation(
                Quantity.LINK_ROUND_TRIP,
                Observation.Part.VALUE,
                seconds,
                2,
                (NOON_S + 1) * 1_000_000_000,
                7,
                sequence,
                Observation.NOT_SAID);
    }

    @Test
    void aPoolIsToldAtOnceWhileItIsReadAsItComes() {
        for (int half = 0; half < 6; half++) {
            add(at(half * 500L, half));
            var told = new ArrayList<PoolFigures>();
            telemetry.tellDue(NOW_MS + half * 500L - half % 2 * 50L, told::add);
            assertThat(told).as("batch %d", half).hasSize(1);
        }
    }

    @Test
    void whileOldBatchesAreReadAPoolIsToldOnceASecondAndNothingIsKeptBackForGood() {
        var told = new ArrayList<PoolFigures>();
        for (int i = 0; i < 41; i++) {
            add(at(i * 5_000L, i));
            telemetry.tellDue(NOW_MS + i * 50L, told::add);
        }
        assertThat(told).as("at first, and after each of two seconds").hasSize(3);

        add(at(41 * 5_000L, 41));
        telemetry.tellDue(NOW_MS + 2_950, told::add);
        assertThat(told).hasSize(3);
        telemetry.tellDue(NOW_MS + 3_000, told::add);

        assertThat(told).hasSize(4);
        assertThat(told.getLast().figures().getFirst().value()).isEqualTo(41);
    }

    @Test
    void aClockOfTheBrokerThatIsSetBackKeepsNothingFromBeingTold() {
        var told = new ArrayList<PoolFigures>();
        add(at(0, 0));
        telemetry.tellDue(NOW_MS, told::add);
        add(at(5_000, 1));
        telemetry.tellDue(NOW_MS - 3_600_000, told::add);

        assertThat(told).hasSize(2);
    }

    /** Sent as it is observed. */
    private static Observation at(long ms, long sequence) {
        long ns = NOON_S * 1_000_000_000 + ms * 1_000_000;
        return new Observation(Quantity.LAUNCH_FAILURES, Observation.Part.VALUE, sequence, 1, ns, 7, sequence + 1, ns);
    }

    @Test
    void holdsBackWhatChangedUntilItIsWritten() {
        for (int minute = 0; minute < 30; minute++) {
            add(failures(minute * 60, minute, 7, minute + 1));
        }
        assertThat(slots.held).isEmpty();
        assertThat(telemetry.heldBack()).as("nine minutes before the newest").isBetween(1L, 9 * 500L);

        telemetry.write();

        assertThat(slots.held).hasSize(10);
        assertThat(telemetry.heldBack()).isZero();
        var heir = new RegionTelemetry(slots);
        heir.takeUp(Map.copyOf(slots.held).entrySet().iterator());
        assertThat(sliding(heir)).isEqualTo(sliding(telemetry));
    }

    @Test
    void aPoolThatWasForgottenBeginsAnew() {
        add(failures(1, 3, 7, 1));
        telemetry.add("east", "h100", failures(1, 3, 7, 1), NOW_MS);
        told(telemetry);
        telemetry.expire(NOW_MS + 3_600_001, gone -> {});

        assertThat(add(failures(1, 3, 7, 1))).isEqualTo(Verdict.TAKEN);
        assertThat(telemetry.add("east", "h100", failures(1, 3, 7, 1), NOW_MS)).isEqualTo(Verdict.TAKEN);
        assertThat(telemetry.pools()).isEqualTo(2);
    }

    @Test
    void orderRepetitionAndHandOversChangeNothing() {
        SeededCases.check(200, random -> {
            var records = new ArrayList<Observation>();
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                records.add(failures(random.nextInt(600), random.nextInt(100), random.nextInt(3), i));
            }
            var sent = new ArrayList<>(records);
            for (int i = 0; i < count; i++) {
                sent.add(records.get(random.nextInt(count)));
            }
            Collections.shuffle(sent, new Random(random.nextLong()));
            var store = new MapSlots();
            var windows = new RegionTelemetry(store);
            for (var record : sent) {
                windows.add("east", "a100", record, NOW_MS);
                if (random.nextInt(8) == 0) {
                    windows.write();
                    windows = new RegionTelemetry(store);
                    windows.takeUp(Map.copyOf(store.held).entrySet().iterator());
                }
            }
            var statistics = records.stream().mapToDouble(Observation::value).summaryStatistics();
            var sliding = sliding(windows);
            assertThat(sliding.count()).isEqualTo(statistics.getCount());
            assertThat(sliding.sum()).isEqualTo(statistics.getSum(), within(1e-9));
            assertThat(sliding.minimum()).isEqualTo(statistics.getMin());
            assertThat(sliding.maximum()).isEqualTo(statistics.getMax());
            assertThat(sliding.mean()).isEqualTo(statistics.getAverage(), within(1e-9));
        });
    }

    private Verdict add(Observation observation) {
        return telemetry.add("east", "a100", observation, NOW_MS);
    }

    private static Observation failures(int seconds, double value, long incarnation, long sequence) {
        return new Observation(
                Quantity.LAUNCH_FAILURES,
                Observation.Part.VALUE,
                value,
                1,
                (NOON_S + seconds) * 1_000_000_000,
                incarnation,
                sequence,
                Observation.NOT_SAID);
    }

    /** One that is sent as it is observed, so many seconds after noon by its agent's clock. */
    private static Observation sent(int seconds, double value, long incarnation, long sequence) {
        long ns = (NOON_S + seconds) * 1_000_000_000;
        return new Observation(
                Quantity.LAUNCH_FAILURES, Observation.Part.VALUE, value, 1, ns, incarnation, sequence, ns);
    }

    private static List<PoolFigures> told(RegionTelemetry telemetry) {
        var told = new ArrayList<PoolFigures>();
        telemetry.tell(NOW_MS, told::add);
        return told;
    }

    private static Figure onlyFigure(RegionTelemetry telemetry) {
        var told = told(telemetry);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().figures()).hasSize(1);
        return told.getFirst().figures().getFirst();
    }

    private static WindowStatistics sliding(RegionTelemetry telemetry) {
        return Objects.requireNonNull(onlyFigure(telemetry).sliding());
    }
}
