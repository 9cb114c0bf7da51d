package io.isobar.agent.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.execution.Orders;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.InvalidInventoryException;
import io.isobar.agent.inventory.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedDriverTest {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final AttemptId ID = Orders.id("w", 1);

    private final ManualTime time = new ManualTime(T0);
    private final RecordedEvents events = new RecordedEvents();

    private SimulatedDriver driver(String scenario, double scale, KnownWork... known) {
        SimulatedDriver driver =
                new SimulatedDriver(Orders.INVENTORY, Scenario.read("test", scenario), scale, T0, time, time);
        driver.start(List.of(known), events);
        return driver;
    }

    private static Work work(@Nullable Duration timeLimit) {
        LaunchOrder order = Orders.order("w", 1, 2, timeLimit);
        return new Work(
                order, new Placement(order.demand(), List.of(new NodeName("a100-0000"), new NodeName("a100-0001"))));
    }

    @Test
    void runsForAsLongAsTheBrokerExpectsDividedByTheTimeScale() {
        driver("{}", 10).launch(work(null));

        time.pass(Duration.ofMillis(149));
        assertThat(events.end(ID)).isEmpty();
        time.pass(Duration.ofMillis(1));

        assertThat(events.end(ID).orElseThrow().at()).isEqualTo(T0.plusMillis(150));
    }

    @Test
    void keepsItsTimesOverARestart() {
        driver("{}", 1).launch(work(null));
        time.pass(Duration.ofMillis(500));

        driver("{}", 1, new KnownWork(work(null), T0, null));
        time.pass(Duration.ofSeconds(5));

        assertThat(events.end(ID).orElseThrow().at()).isEqualTo(T0.plusMillis(1_500));
    }

    @Test
    void failsAsTheScenarioSays() {
        driver("rules: [ { workload: 'j*b', fail-after: 1s, exit-code: 9 } ]", 1)
                .launch(work(null));

        time.pass(Duration.ofSeconds(5));

        assertThat(events.end(ID).orElseThrow().exitCode()).isEqualTo(9);
        assertThat(events.end(ID).orElseThrow().at()).isEqualTo(T0.plusSeconds(1));
    }

    @Test
    void appliesARuleToTheFirstAttemptsOnly() {
        SimulatedDriver driver = driver("rules: [ { attempts: 1, launch-failure: broken } ]", 1);
        LaunchOrder second = Orders.order("w", 2);

        driver.launch(work(null));
        driver.launch(new Work(second, new Placement(second.demand(), List.of(new NodeName("a100-0002")))));

        assertThat(events.end(ID).orElseThrow().reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(events.running(Orders.id("w", 2))).isEqualTo(1);
    }

    @Test
    void waitsBeforeItRunsWhereTheScenarioSaysSo() {
        driver("rules: [ { start-delay: 4s } ]", 2).launch(work(null));

        time.pass(Duration.ofMillis(1_999));
        assertThat(events.running(ID)).isZero();
        time.pass(Duration.ofMillis(1));

        assertThat(events.running(ID)).isEqualTo(1);
    }

    @Test
    void loadOfOthersComesAndGoes() {
        SimulatedDriver driver = driver("""
                load:
                  - { node: 'a100-0000', from: 10s, until: 30s, units: 6, cpus: 4, memory: 1GiB }
                  - { node: 'a100-*', from: 20s, units: 4 }
                """, 10);
        assertThat(foreign(driver, "a100-0000")).isEqualTo(ForeignLoad.NONE);

        time.pass(Duration.ofSeconds(1));
        assertThat(foreign(driver, "a100-0000")).isEqualTo(new ForeignLoad(6L, 4_000L, 1L << 30));
        assertThat(foreign(driver, "a100-0001")).isEqualTo(ForeignLoad.NONE);

        time.pass(Duration.ofSeconds(1));
        assertThat(foreign(driver, "a100-0000").units())
                .as("no more than it has")
                .isEqualTo(8);

        time.pass(Duration.ofSeconds(1));
        assertThat(foreign(driver, "a100-0000")).isEqualTo(new ForeignLoad(4L, 0L, 0L));
        assertThat(events.looks()).isEqualTo(3);
    }

    @Test
    void loadThatIsThereIsThereAfterARestart() {
        String scenario = "load: [ { node: '*', from: 10s, until: 30s, units: 2 } ]";
        time.pass(Duration.ofSeconds(15));

        SimulatedDriver driver = driver(scenario, 1);
        assertThat(foreign(driver, "a100-0001").units()).isEqualTo(2);
        time.pass(Duration.ofSeconds(15));

        assertThat(foreign(driver, "a100-0001").units()).isZero();
    }

    @Test
    void aLoadThatTakesNothingOrEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> Scenario.read("test", "load: [ { node: n, from: 2s, until: 1s } ]"))
                .isInstanceOf(InvalidInventoryException.class)
                .hasMessageContaining("must be after from")
                .hasMessageContaining("at least one of units, cpus, memory");
    }

    private static ForeignLoad foreign(SimulatedDriver driver, String node) {
        return driver.discover().nodes().stream()
                .filter(found -> found.name().value().equals(node))
                .findFirst()
                .orElseThrow()
                .foreign();
    }

    @Test
    void refusesWhatTheScenarioRefuses() {
        SimulatedDriver driver = driver("rules: [ { workload: job, refuse: 'the hall is too hot' } ]", 1);

        assertThat(driver.vet(Orders.order("w", 1)).orElseThrow().message()).isEqualTo("the hall is too hot");
    }

    @Test
    void endsAtItsTimeLimitInSimulatedTime() {
        driver("{}", 1).launch(work(Duration.ofSeconds(1)));

        time.pass(Duration.ofSeconds(5));

        assertThat(events.end(ID).orElseThrow().reason()).isEqualTo(Reason.TIME_LIMIT);
    }

    @Test
    void losesTheWorkOfANodeThatFailsAndShowsItUntilItIsBack() {
        SimulatedDriver driver = driver("nodes: [ { node: a100-0001, fail-at: 1s, back-after: 10s } ]", 1);
        driver.launch(work(null));

        time.pass(Duration.ofSeconds(1));

        assertThat(events.end(ID).orElseThrow().reason()).isEqualTo(Reason.NODE_FAILED);
        assertThat(driver.discover().nodes().get(1).usable()).isFalse();
        assertThat(driver.discover().nodes().get(0).usable()).isTrue();
        time.pass(Duration.ofSeconds(10));
        assertThat(driver.discover().nodes().get(1).usable()).isTrue();
        assertThat(events.all())
                .filteredOn(WorkEvent.Looked.class::isInstance)
                .extracting(event -> ((WorkEvent.Looked) event).failedNodes())
                .containsExactly(1, 0);
    }

    @Test
    void writesMoreAsTimePassesAndNeverTakesBackWhatItWrote() throws IOException {
        SimulatedDriver driver = driver("{}", 1);
        driver.launch(work(null));
        WorkOutput output = driver.output(ID).orElseThrow();
        String before = "";

        for (int step = 0; step < 40; step++) {
            String text = text(output);
            assertThat(text).startsWith(before);
            before = text;
            time.pass(Duration.ofMillis(50));
        }

        assertThat(output.complete()).isTrue();
        assertThat(before).contains("w-1").contains("a100-0001").contains("step 100 of 100");
        assertThat(before).doesNotContain("\r");
    }

    @Test
    void saysHowFarItIsByItsOwnClockAndWithItsEnd() {
        SimulatedDriver driver =
                driver("rules: [ { workload: job, run-time: 1000s, fail-after: 700s, exit-code: 9 } ]", 7);
        driver.launch(work(null));
        assertThat(driver.progress()).containsOnly(Map.entry(ID, new WorkProgress(0, 100L, T0)));

        time.pass(Duration.ofSeconds(50));
        WorkProgress half = Objects.requireNonNull(driver.progress().get(ID));
        assertThat(half.steps()).isEqualTo(35);
        assertThat(half.at()).isEqualTo(T0.plusSeconds(50));
        time.pass(Duration.ofSeconds(7));
        assertThat(driver.progress()).as("four steps are not told").containsOnly(Map.entry(ID, half));

        time.pass(Duration.ofSeconds(43));
        assertThat(events.end(ID).orElseThrow().progress()).isEqualTo(new WorkProgress(70, 100L, T0.plusSeconds(100)));
        assertThat(driver.progress()).isEmpty();
    }

    private static String text(WorkOutput output) throws IOException {
        byte[] buffer = new byte[64 << 10];
        int length = output.read(1, OutputStreamKind.STDOUT, 0, buffer);
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void marksWhatItDidNotMeasure() {
        SimulatedDriver driver = driver("{}", 1);
        driver.launch(work(null));

        assertThat(driver.measure())
                .filteredOn(figure -> figure.quantity() == Measurement.Quantity.CPU_UTILISATION)
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.measured()).isFalse();
                    assertThat(figure.value()).isEqualTo(2_000 / 256_000.0);
                });
    }
}
