package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestDialectTest {
    private static final RestDialect PLAIN = RestDialect.of(38);
    private static final RestDialect TYPED = RestDialect.of(42);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsANodeOfPlainNumbers() {
        SlurmNode node = PLAIN.node(json("""
                {"name": "n1", "architecture": "x86_64", "state": "mixed", "state_flags": ["DRAIN"], "cpus": 32,
                 "alloc_cpus": 3, "real_memory": 1000, "alloc_memory": 200, "gres": "gpu:a100:8,shard:32",
                 "gres_used": "gpu:a100:2(IDX:0-1),shard:0", "gres_drained": "N/A", "partitions": ["gpu", "all"]}"""));

        assertThat(node)
                .isEqualTo(new SlurmNode(
                        "n1",
                        "x86_64",
                        new NodeState("MIXED", Set.of("DRAIN")),
                        32L,
                        3L,
                        1_000L,
                        200L,
                        List.of(new Gres("gpu", "a100", 8), new Gres("shard", null, 32)),
                        List.of(new Gres("gpu", "a100", 2), new Gres("shard", null, 0)),
                        List.of(),
                        Set.of("gpu", "all")));
    }

    @Test
    void takesOffWhatANodeKeepsForItself() {
        SlurmNode node = TYPED.node(json("""
                {"name": "n1", "state": ["IDLE", "NOT_RESPONDING"], "cpus": 32, "effective_cpus": 30, "real_memory": 1000,
                 "specialized_memory": 100, "gres": "", "gres_used": "", "partitions": []}"""));

        assertThat(node.state()).isEqualTo(new NodeState("IDLE", Set.of("NOT_RESPONDING")));
        assertThat(node.cpus()).isEqualTo(30);
        assertThat(node.memoryMib()).isEqualTo(900);
    }

    @Test
    void doesNotTakeWhatIsNotSaidForNothing() {
        SlurmNode node = TYPED.node(json("""
                {"name": "n1", "cpus": {"set": false, "number": 0}, "gres": "gpu:8", "real_memory": 4294967294}"""));

        assertThat(node.state().takesWork()).isFalse();
        assertThat(node.cpus()).isNull();
        assertThat(node.cpusAllocated()).isNull();
        assertThat(node.memoryMib()).isNull();
        assertThat(node.gresAllocated()).isNull();
    }

    @Test
    void readsTheLimitsOfAPartition() {
        assertThat(
                        PLAIN.partition(
                                json(
                                        "{\"name\": \"p\", \"state\": \"UP\", \"max_time_limit\": 2880, \"maximum_nodes_per_job\": 4}")))
                .isEqualTo(new SlurmPartition("p", true, Duration.ofDays(2), 4L));
        assertThat(
                        PLAIN.partition(
                                json(
                                        "{\"name\": \"p\", \"state\": \"DOWN\", \"max_time_limit\": -1, \"maximum_nodes_per_job\": -1}")))
                .isEqualTo(new SlurmPartition("p", false, null, null));
        assertThat(TYPED.partition(json("""
                        {"name": "p", "partition": {"state": ["UP"]}, "maximums": {
                         "time": {"set": true, "infinite": false, "number": 60}, "nodes": {"set": false, "infinite": true, "number": 0}}}"""))).isEqualTo(new SlurmPartition("p", true, Duration.ofHours(1), null));
    }

    @Test
    void readsAJobOfAWaitStatus() {
        assertThat(PLAIN.job(json("""
                        {"job_id": 5, "job_state": "FAILED", "exit_code": 768, "state_reason": "NonZeroExitCode",
                         "start_time": 1795579192, "end_time": 1795579193, "comment": "c"}""")))
                .isEqualTo(new SlurmJob(
                        5,
                        JobState.FAILED,
                        "NonZeroExitCode",
                        3,
                        Instant.ofEpochSecond(1_795_579_192),
                        Instant.ofEpochSecond(1_795_579_193),
                        "c"));
    }

    @Test
    void readsAJobWhoseSignalHasANumber() {
        SlurmJob job = TYPED.job(json("""
                {"job_id": 1, "job_state": ["CANCELLED"], "state_reason": "None", "exit_code": {"status": ["SIGNALED"],
                 "return_code": {"set": false, "number": 0}, "signal": {"id": {"set": true, "infinite": false, "number": 15}}},
                 "start_time": {"set": true, "infinite": false, "number": 0}}"""));

        assertThat(job.exitCode()).isEqualTo(143);
        assertThat(job.reason()).isEmpty();
        assertThat(job.startedAt()).isNull();
        // As v0.0.39 says it.
        assertThat(RestDialect.of(39).job(json("""
                                {"job_id": 1, "job_state": "FAILED", "exit_code": {"status": "ERROR", "return_code": 7,
                                 "signal": {"signal_id": 0}}}""")).exitCode()).isEqualTo(7);
    }

    @Test
    void aJobWhoseProcessesStillGoIsNotOver() {
        assertThat(stateOf("\"CANCELLED\", \"COMPLETING\"")).isEqualTo(JobState.COMPLETING);
        assertThat(stateOf("\"RUNNING\", \"CONFIGURING\"")).isEqualTo(JobState.CONFIGURING);
        assertThat(stateOf("\"PENDING\", \"REQUEUED\"")).isEqualTo(JobState.REQUEUED);
        assertThat(stateOf("\"RUNNING\", \"POWER_UP_NODE\"")).isEqualTo(JobState.RUNNING);
        assertThat(stateOf("\"SOMETHING_NEW\"")).isEqualTo(JobState.UNKNOWN);
        assertThat(stateOf("")).isEqualTo(JobState.UNKNOWN);
    }

    private static JobState stateOf(String words) {
        return TYPED.job(json("{\"job_id\": 1, \"job_state\": [" + words + "]}"))
                .state();
    }

    @Test
    void asksForTheSameInTheWordsOfEither() {
        JobRequest request = new JobRequest(
                "job",
                "mark",
                "#!/bin/sh\n",
                "gpu",
                List.of("g1", "g2"),
                2,
                4,
                2,
                8,
                1_024,
                "gpu:a100:2",
                Duration.ofMinutes(5),
                Path.of("/shared/w-1"),
                Path.of("/shared/w-1/job.out"));
        Map<String, String> charged = Map.of("account", "met");
        Map<String, String> environment = Map.of("PATH", "/bin");

        assertThat(json(PLAIN.submission(request, charged, environment).toString()))
                .isEqualTo(json("""
                {"script": "#!/bin/sh\\n", "job": {"name": "job", "comment": "mark", "partition": "gpu", "tasks": 4,
                 "tasks_per_node": 2, "cpus_per_task": 8, "current_working_directory": "/shared/w-1",
                 "standard_output": "/shared/w-1/job.out", "requeue": false, "account": "met", "nodelist": "g1,g2",
                 "nodes": [2, 2], "open_mode": "append", "time_limit": 5, "memory_per_node": 1024, "gres": "gpu:a100:2",
                 "environment": {"PATH": "/bin"}}}"""));
        assertThat(json(TYPED.submission(request, charged, environment).toString()))
                .isEqualTo(json("""
                {"job": {"name": "job", "comment": "mark", "partition": "gpu", "tasks": 4, "tasks_per_node": 2,
                 "cpus_per_task": 8, "current_working_directory": "/shared/w-1", "standard_output": "/shared/w-1/job.out",
                 "requeue": false, "account": "met", "required_nodes": ["g1", "g2"], "minimum_nodes": 2,
                 "maximum_nodes": 2, "open_mode": ["APPEND"], "time_limit": {"set": true, "number": 5},
                 "memory_per_node": {"set": true, "number": 1024}, "tres_per_node": "gres/gpu:a100:2",
                 "environment": ["PATH=/bin"], "script": "#!/bin/sh\\n"}}"""));
    }
}
