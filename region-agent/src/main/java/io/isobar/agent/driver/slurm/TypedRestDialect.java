package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From v0.0.39 on (Slurm 23.02): numbers that say whether they are set, and states that are lists.
 *
 * @param version as 42 of v0.0.42
 */
record TypedRestDialect(int version) implements RestDialect {
    /** From which version on the script is the job's; the one beside the job, of before, goes away. */
    private static final int SCRIPT_IN_JOB_FROM = 40;

    /** Said beside a state, and more telling than it. */
    private static final Set<JobState> FLAGS = EnumSet.of(
            JobState.CONFIGURING,
            JobState.REQUEUED,
            JobState.REQUEUE_FED,
            JobState.REQUEUE_HOLD,
            JobState.RESV_DEL_HOLD,
            JobState.SPECIAL_EXIT,
            JobState.STOPPED,
            JobState.SIGNALING,
            JobState.RESIZING,
            JobState.STAGE_OUT,
            JobState.REVOKED);

    @Override
    public NodeState state(JsonNode node) {
        List<String> words = RestFields.words(node, "state");
        return words.isEmpty()
                ? new NodeState("UNKNOWN", Set.of())
                : new NodeState(words.getFirst(), new HashSet<>(words.subList(1, words.size())));
    }

    @Override
    public SlurmPartition partition(JsonNode partition) {
        JsonNode most = partition.path("maximums");
        Long minutes = RestFields.number(most, "time");
        return new SlurmPartition(
                RestFields.text(partition, "name"),
                RestFields.words(partition.path("partition"), "state").equals(List.of("UP")),
                minutes == null ? null : Duration.ofMinutes(minutes),
                RestFields.number(most, "nodes"));
    }

    @Override
    public SlurmJob job(JsonNode job) {
        return new SlurmJob(
                job.path("job_id").asLong(),
                state(RestFields.words(job, "job_state")),
                RestFields.reason(job, "state_reason"),
                exitCode(job.path("exit_code")),
                RestFields.time(job, "start_time"),
                RestFields.time(job, "end_time"),
                RestFields.text(job, "comment"));
    }

    /** As squeue has it in one word: a job whose processes still go is COMPLETING, however it ends. */
    private static JobState state(List<String> words) {
        List<JobState> states = words.stream().map(JobState::parse).toList();
        if (states.isEmpty()) {
            return JobState.UNKNOWN;
        }
        return states.contains(JobState.COMPLETING)
                ? JobState.COMPLETING
                : states.stream().filter(FLAGS::contains).findFirst().orElse(states.getFirst());
    }

    static @Nullable Integer exitCode(JsonNode code) {
        JsonNode signal = code.path("signal");
        Long number = signal.has("id") ? RestFields.number(signal, "id") : RestFields.number(signal, "signal_id");
        if (number != null && number > 0) {
            return 128 + number.intValue();
        }
        Long returned = RestFields.number(code, "return_code");
        return returned == null ? null : Integer.valueOf(returned.intValue());
    }

    @Override
    public SlurmJob accounted(JsonNode job) {
        return new SlurmJob(
                job.path("job_id").asLong(),
                state(RestFields.words(job.path("state"), "current")),
                "",
                exitCode(job.path("exit_code")),
                RestFields.time(job.path("time"), "start"),
                RestFields.time(job.path("time"), "end"),
                "");
    }

    @Override
    public ObjectNode submission(JobRequest request, Map<String, String> charged, Map<String, String> environment) {
        ObjectNode job = RestDialect.common(request, charged);
        ArrayNode nodes = job.putArray("required_nodes");
        request.nodes().forEach(nodes::add);
        job.put("minimum_nodes", request.nodeCount());
        job.put("maximum_nodes", request.nodeCount());
        job.putArray("open_mode").add("APPEND");
        ObjectNode limit = job.putObject("time_limit");
        Duration most = request.timeLimit();
        limit.put("set", true);
        if (most == null) {
            limit.put("infinite", true);
        } else {
            limit.put("number", most.toMinutes());
        }
        if (request.memoryMibPerNode() > 0) {
            job.putObject("memory_per_node").put("set", true).put("number", request.memoryMibPerNode());
        }
        if (request.gresPerNode() != null) {
            job.put("tres_per_node", "gres/" + request.gresPerNode());
        }
        ArrayNode variables = job.putArray("environment");
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        ObjectNode submission = JsonNodeFactory.instance.objectNode();
        (version >= SCRIPT_IN_JOB_FROM ? job : submission).put("script", request.script());
        submission.set("job", job);
        return submission;
    }

    @Override
    public String terminating(boolean script) {
        return script ? "?signal=TERM&flags=FULL_JOB" : "?signal=TERM";
    }
}
