package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a family of versions of slurmrestd writes things. */
sealed interface RestDialect permits PlainRestDialect, TypedRestDialect {
    /** The first version whose numbers say whether they are set, and whose states are lists. */
    int TYPED_FROM = 39;

    static RestDialect of(int version) {
        return version < TYPED_FROM ? new PlainRestDialect() : new TypedRestDialect(version);
    }

    NodeState state(JsonNode node);

    SlurmPartition partition(JsonNode partition);

    SlurmJob job(JsonNode job);

    /** Of a job as accounting knows it. */
    SlurmJob accounted(JsonNode job);

    /** How a job is submitted. */
    ObjectNode submission(JobRequest request, Map<String, String> charged, Map<String, String> environment);

    /** What stands behind the address of a job that is to get SIGTERM. */
    String terminating(boolean script);

    default SlurmNode node(JsonNode node) {
        List<Gres> gres = Gres.parse(RestFields.text(node, "gres"));
        Long memory = RestFields.number(node, "real_memory");
        Long specialised = RestFields.number(node, "specialized_memory");
        Long effective = RestFields.number(node, "effective_cpus");
        return new SlurmNode(
                RestFields.text(node, "name"),
                RestFields.text(node, "architecture"),
                state(node),
                effective == null ? RestFields.number(node, "cpus") : effective,
                RestFields.number(node, "alloc_cpus"),
                memory == null ? null : Long.valueOf(Math.max(0, memory - (specialised == null ? 0 : specialised))),
                RestFields.number(node, "alloc_memory"),
                gres,
                gresUsed(node, gres),
                Gres.parse(RestFields.text(node, "gres_drained")),
                Set.copyOf(RestFields.texts(node, "partitions")));
    }

    private static @Nullable List<Gres> gresUsed(JsonNode node, List<Gres> gres) {
        return RestFields.given(node, "gres_used").map(Gres::parse).orElse(gres.isEmpty() ? List.of() : null);
    }

    /** What every family calls the same. */
    static ObjectNode common(JobRequest request, Map<String, String> charged) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("name", request.name());
        job.put("comment", request.comment());
        job.put("partition", request.partition());
        job.put("tasks", request.tasks());
        job.put("tasks_per_node", request.tasksPerNode());
        job.put("cpus_per_task", request.cpusPerTask());
        job.put("current_working_directory", request.folder().toString());
        job.put("standard_output", request.output().toString());
        job.put("requeue", false);
        charged.forEach(job::put);
        return job;
    }
}
