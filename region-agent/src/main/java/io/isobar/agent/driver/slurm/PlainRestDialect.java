package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to v0.0.38 (Slurm 22.05): plain numbers, one word for a state, and options of sbatch by their long names; also {@code nodelist}, which
 * the published schema leaves out.
 */
record PlainRestDialect() implements RestDialect {
    @Override
    public NodeState state(JsonNode node) {
        List<String> base = RestFields.words(node, "state");
        return new NodeState(
                base.isEmpty() ? "UNKNOWN" : base.getFirst(), new HashSet<>(RestFields.words(node, "state_flags")));
    }

    @Override
    public SlurmPartition partition(JsonNode partition) {
        Long minutes = RestFields.number(partition, "max_time_limit");
        return new SlurmPartition(
                RestFields.text(partition, "name"),
                RestFields.words(partition, "state").equals(List.of("UP")),
                minutes == null ? null : Duration.ofMinutes(minutes),
                RestFields.number(partition, "maximum_nodes_per_job"));
    }

    @Override
    public SlurmJob job(JsonNode job) {
        return new SlurmJob(
                job.path("job_id").asLong(),
                JobState.parse(RestFields.text(job, "job_state")),
                RestFields.reason(job, "state_reason"),
                status(RestFields.number(job, "exit_code")),
                RestFields.time(job, "start_time"),
                RestFields.time(job, "end_time"),
                RestFields.text(job, "comment"));
    }

    private static @Nullable Integer status(@Nullable Long status) {
        return status == null ? null : Integer.valueOf(SlurmJob.exitCode(status.intValue()));
    }

    /** These versions call every exit code a success: of a job that failed a 0 says nothing. */
    @Override
    public SlurmJob accounted(JsonNode job) {
        JobState state = JobState.parse(RestFields.text(job.path("state"), "current"));
        Integer code = TypedRestDialect.exitCode(job.path("exit_code"));
        return new SlurmJob(
                job.path("job_id").asLong(),
                state,
                "",
                state != JobState.COMPLETED && Integer.valueOf(0).equals(code) ? null : code,
                RestFields.time(job.path("time"), "start"),
                RestFields.time(job.path("time"), "end"),
                "");
    }

    @Override
    public ObjectNode submission(JobRequest request, Map<String, String> charged, Map<String, String> environment) {
        ObjectNode job = RestDialect.common(request, charged);
        if (!request.nodes().isEmpty()) {
            job.put("nodelist", String.join(",", request.nodes()));
        }
        job.putArray("nodes").add(request.nodeCount()).add(request.nodeCount());
        job.put("open_mode", "append");
        Duration limit = request.timeLimit();
        if (limit == null) {
            job.put("time_limit", "UNLIMITED");
        } else {
            job.put("time_limit", limit.toMinutes());
        }
        if (request.memoryMibPerNode() > 0) {
            job.put("memory_per_node", request.memoryMibPerNode());
        }
        if (request.gresPerNode() != null) {
            job.put("gres", request.gresPerNode());
        }
        ObjectNode variables = job.putObject("environment");
        environment.forEach(variables::put);
        ObjectNode submission = JsonNodeFactory.instance.objectNode();
        submission.put("script", request.script());
        submission.set("job", job);
        return submission;
    }

    /** It knows no flags: the script of the job gets the signal too, which a script of ours outlives. */
    @Override
    public String terminating(boolean script) {
        return "?signal=SIGTERM";
    }
}
