package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;

/** Reads Job of Volcano: its tasks are one gang. */
final class VolcanoReader {
    private static final Fate.Table TASK = new Fate.Table()
            .silent("name", "minAvailable", "maxRetry", "topologyPolicy")
            .lost("what follows an event is up to `retry`", "policies")
            .changed("all tasks start together", "dependsOn");
    private static final Fate.Table FATES = new Fate.Table()
            .silent("schedulerName", "ttlSecondsAfterFinished", "minSuccess", "runningEstimate")
            .lost("what follows an event is up to `retry`", "policies")
            .lost("order is by spec.priority, then by fair share", "queue", "priorityClassName")
            .changed("nothing is mounted; name what it reads in `data`", "volumes");

    private VolcanoReader() {}

    static void read(Section job, PodReader pods, GangDraft gang) {
        var spec = job.section("spec").orElse(null);
        var tasks = spec == null ? List.<Section>of() : spec.sections("tasks");
        if (spec == null || tasks.isEmpty()) {
            job.wrong("spec", "with at least one of tasks is required");
            return;
        }
        long replicas = 0;
        Pod pod = null;
        for (var task : tasks) {
            var count = task.whole("replicas", 1, WorkloadSpec.LARGEST_GANG);
            replicas += count == null ? 1 : count;
            var same = pods.read(task, "template");
            if (pod != null && same != null && !pod.equals(same)) {
                task.wrong("template", "differs from that of the first task, and all replicas of a workload are alike");
            }
            pod = pod == null ? same : pod;
            task.reportRest(TASK);
        }
        if (replicas > WorkloadSpec.LARGEST_GANG) {
            spec.wrong("tasks", "come to " + replicas + " replicas, more than " + WorkloadSpec.LARGEST_GANG);
            return;
        }
        gang.draft.replicas = (int) replicas;
        gang.draft.gangMinimum = spec.whole("minAvailable", 1, (int) replicas);
        var retries = spec.whole("maxRetry", 0, Integer.MAX_VALUE);
        if (retries != null) {
            gang.retries(retries);
        }
        spec.section("networkTopology").ifPresent(topology -> {
            gang.draft.domainRequired = "hard".equals(topology.text("mode"));
            topology.reportRest(new Fate.Table().silent("highestTierAllowed", "highestTierName"));
        });
        var replica = new ReplicaCommand();
        spec.section("plugins").ifPresent(plugins -> readPlugins(plugins, replica, tasks.size() > 1));
        if (pod != null) {
            gang.pod(pod, replica);
        }
        spec.reportRest(FATES);
    }

    private static void readPlugins(Section plugins, ReplicaCommand replica, boolean several) {
        for (var name : plugins.names()) {
            if (name.equals("env") && !several) {
                replica.set("VC_TASK_INDEX", "${ISOBAR_REPLICA:-0}").set("VK_TASK_INDEX", "${ISOBAR_REPLICA:-0}");
            } else {
                plugins.changed(name, "what this plug-in sets up is not there");
            }
        }
    }
}
