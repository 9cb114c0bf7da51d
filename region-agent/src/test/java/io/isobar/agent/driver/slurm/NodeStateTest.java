package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IDLE",
                "idle",
                "MIXED",
                "ALLOCATED",
                "ALLOCATED+COMPLETING",
                "MIXED+COMPLETING",
                "IDLE+CLOUD",
                "IDLE+DYNAMIC_NORM"
            })
    void takesWork(String state) {
        assertThat(NodeState.parse(state).takesWork()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UNKNOWN",
                "FUTURE",
                "DOWN",
                "DOWN*",
                "DOWN*+DRAIN",
                "ERROR",
                "IDLE*",
                "IDLE~",
                "IDLE#",
                "MIXED$",
                "MIXED-",
                "IDLE+DRAIN",
                "MIXED+DRAIN",
                "IDLE+PLANNED",
                "MIXED+RESERVED",
                "IDLE+MAINTENANCE+RESERVED",
                "IDLE+MAINT",
                "IDLE+NOT_RESPONDING",
                "IDLE+CLOUD+POWERED_DOWN",
                "IDLE+CLOUD+POWERING_UP",
                "IDLE+REBOOT_REQUESTED",
                "IDLE+FAIL",
                "MIXED+BLOCKED",
                "IDLE+SOMETHING_NEW",
                "INVALID_REG"
            })
    void takesNone(String state) {
        assertThat(NodeState.parse(state).takesWork()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOWN", "DOWN*", "DOWN*+DRAIN", "IDLE*", "ERROR", "MIXED+FAIL", "IDLE+NOT_RESPONDING"})
    void hasFailed(String state) {
        assertThat(NodeState.parse(state).hasFailed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IDLE", "MIXED+DRAIN", "IDLE+MAINTENANCE", "IDLE+POWERED_DOWN"})
    void hasNotFailed(String state) {
        assertThat(NodeState.parse(state).hasFailed()).isFalse();
    }
}
