package io.isobar.agent.driver.process;

import static io.isobar.agent.driver.process.FakeProc.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.NodeAmounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLoadTest {
    private static final Path FOLDER = Path.of("/var/lib/isobar/here");
    private static final String OURS = "A=b ISOBAR_STATE_FOLDER=" + FOLDER + "/state/w-1 C=d";
    private static final String OF_ANOTHER_AGENT = "ISOBAR_STATE_FOLDER=/var/lib/isobar/here-too/state/w-1";
    /** Two seconds of eight processors. */
    private static final long LOOK = 2 * 100 * FakeProc.PROCESSORS;

    private final Path folder;
    private final FakeProc proc;
    private long busy;
    private long idle;

    MachineLoadTest(@TempDir Path folder) {
        this.folder = folder;
        this.proc = new FakeProc(folder);
    }

    @BeforeEach
    void anIdleMachine() {
        proc.processors(0, 0).memory(64 * GIB, 60 * GIB);
    }

    @Test
    void whatIsNotHeededIsNotKnown() {
        assertThat(load(LoadRule.NONE).look()).isEqualTo(ForeignLoad.UNKNOWN);
        assertThat(load(LoadRule.MEMORY).look()).isEqualTo(new ForeignLoad(0L, null, 4 * GIB));
    }

    @Test
    void processorsAreNotKnownBeforeTheSecondLook() {
        MachineLoad load = load(LoadRule.ALL);

        assertThat(load.look().millicpus()).isNull();
        pass(0.5);
        assertThat(load.look().millicpus()).isEqualTo(4_000);
    }

    @Test
    void whatOurWorkUsesIsNotForeign() {
        proc.process(10, 1, 10, 0, 0, 0, OURS)
                .process(20, 1, 20, 0, 0, 0, "A=b")
                .memory(64 * GIB, 30 * GIB);
        MachineLoad load = load(LoadRule.ALL);
        load.look();

        proc.process(10, 1, 10, 600, 0, 20 * GIB, OURS).process(20, 1, 20, 400, 0, 9 * GIB, "A=b");
        pass(1_000.0 / LOOK);

        assertThat(load.look()).isEqualTo(new ForeignLoad(0L, 2_000L, 14 * GIB));
    }

    @Test
    void whatAnotherAgentOnTheMachineRunsIsForeign() {
        proc.process(10, 1, 10, 0, 0, 5 * GIB, OF_ANOTHER_AGENT).memory(64 * GIB, 50 * GIB);
        MachineLoad load = load(LoadRule.ALL);
        load.look();

        proc.process(10, 1, 10, 800, 0, 5 * GIB, OF_ANOTHER_AGENT);
        pass(800.0 / LOOK);

        assertThat(load.look()).isEqualTo(new ForeignLoad(0L, 4_000L, 14 * GIB));
    }

    @Test
    void descendantsThatClearTheirEnvironmentAreOurs() {
        proc.process(10, 1, 10, 0, 0, 0, OURS)
                .process(11, 10, 11, 0, 0, 0, "")
                .process(12, 11, 12, 0, 0, 0, "")
                .process(13, 1, 12, 0, 0, 0, "");
        MachineLoad load = load(LoadRule.ALL);
        load.look();

        proc.process(12, 11, 12, 400, 0, 0, "").process(13, 1, 12, 400, 0, 0, "");
        pass(800.0 / LOOK);

        assertThat(load.look().millicpus()).isZero();
    }

    @Test
    void shortChildrenOfOurWorkCountByTheirParent() {
        proc.process(10, 1, 10, 0, 0, 0, OURS).process(11, 10, 10, 100, 0, 0, OURS);
        MachineLoad load = load(LoadRule.ALL);
        load.look();

        // It ran for 300 ticks in all, and others came and went between the looks.
        proc.without(11).process(10, 1, 10, 0, 900, 0, OURS);
        pass(800.0 / LOOK);

        assertThat(load.look().millicpus()).isZero();
    }

    @Test
    void workThatEndsIsNotTakenFromWhatOthersUse() {
        proc.process(10, 1, 10, 5_000, 0, 0, OURS).process(12, 1, 12, 0, 0, 0, OURS);
        MachineLoad load = load(LoadRule.ALL);
        load.look();

        proc.without(10).process(12, 1, 12, 400, 0, 0, OURS);
        pass(800.0 / LOOK);

        assertThat(load.look().millicpus()).isEqualTo(2_000);
    }

    @Test
    void loadThatFitsOnProcessorsWeMayNotUseTakesNothing() {
        MachineLoad load = new MachineLoad(folder, FOLDER, LoadRule.ALL, 2);
        load.look();
        pass(7.0 / 8);

        assertThat(load.look().millicpus()).isEqualTo(1_000);
    }

    @Test
    void aBurstIsNotTakenForALoadAndALastingOneIsWithinHalfAMinute() {
        MachineLoad load = load(LoadRule.ALL);
        load.look();
        pass(0);
        assertThat(load.look().millicpus()).isZero();
        pass(0.25);
        assertThat(load.look().millicpus()).as("two seconds of two cores").isZero();

        for (int i = 0; i < 15; i++) {
            pass(0.25);
            load.look();
        }

        assertThat(load.look().millicpus()).isEqualTo(2_000);
    }

    @Test
    void noiseAroundALoadDoesNotFlap() {
        MachineLoad load = load(LoadRule.ALL);
        Random random = new Random(17);
        for (int i = 0; i < 60; i++) {
            pass(0.35);
            load.look();
        }
        long before = millicpus(load);
        int changes = 0;
        for (int i = 0; i < 1_000; i++) {
            // 2.8 cores, give or take one.
            pass((2.8 + random.nextDouble() * 2 - 1) / 8);
            long now = millicpus(load);
            changes += now == before ? 0 : 1;
            before = now;
        }

        assertThat(changes).as("in half an hour, seed 17").isLessThan(20);
    }

    @Test
    void whatCannotBeMeasuredIsUnknownAndNotNothing() {
        MachineLoad nowhere = new MachineLoad(folder.resolve("nowhere"), FOLDER, LoadRule.ALL, 8);

        assertThat(nowhere.look()).isEqualTo(ForeignLoad.UNKNOWN);
        Inventory inventory = Machine.inventory(List.of(), LoadRule.ALL, ForeignLoad.UNKNOWN);
        assertThat(inventory.nodes().getFirst().total()).isEqualTo(new NodeAmounts(0, null, null));
    }

    private static long millicpus(MachineLoad load) {
        return Objects.requireNonNull(load.look().millicpus());
    }

    private MachineLoad load(LoadRule rule) {
        return new MachineLoad(folder, FOLDER, rule, FakeProc.PROCESSORS);
    }

    /** Two seconds, of which processors were busy so much. */
    private void pass(double share) {
        busy += Math.round(LOOK * share);
        idle += LOOK - Math.round(LOOK * share);
        proc.processors(busy, idle);
    }
}
