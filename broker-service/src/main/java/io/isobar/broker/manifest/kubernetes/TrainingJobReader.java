package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads PyTorchJob of Kubeflow: master and workers are one gang. */
final class TrainingJobReader {
    private static final int LONGEST_SECONDS = 999_999_999;
    private static final Fate.Table POLICY =
            new Fate.Table().silent("cleanPodPolicy", "ttlSecondsAfterFinished", "managedBy");
    private static final Fate.Table SCHEDULING = new Fate.Table()
            .silent("minResources")
            .lost("order is by spec.priority, then by fair share", "queue", "priorityClass");
    private static final Fate.Table FATES =
            new Fate.Table().changed("the number of replicas stays as it is", "elasticPolicy");

    private TrainingJobReader() {}

    static void read(Section job, PodReader pods, GangDraft gang) {
        var spec = job.section("spec").orElse(null);
        var parts = spec == null ? null : spec.section("pytorchReplicaSpecs").orElse(null);
        if (spec == null || parts == null) {
            job.wrong("spec", "with pytorchReplicaSpecs is required");
            return;
        }
        long replicas = 0;
        Pod pod = null;
        for (var name : parts.names()) {
            var part = parts.section(name).orElse(null);
            if (part == null) {
                continue;
            }
            replicas += or(1, part.whole("replicas", 1, WorkloadSpec.LARGEST_GANG));
            var same = pods.read(part, "template");
            if (pod != null && same != null && !pod.equals(same)) {
                parts.wrong(name, "differs from the part before it, and all replicas of a workload are alike");
            }
            pod = pod == null ? same : pod;
            part.reportRest(new Fate.Table().silent("restartPolicy"));
        }
        if (replicas < 1 || replicas > WorkloadSpec.LARGEST_GANG) {
            spec.wrong(
                    "pytorchReplicaSpecs",
                    "must come to 1 to " + WorkloadSpec.LARGEST_GANG + " replicas, is " + replicas);
            return;
        }
        gang.draft.replicas = (int) replicas;
        spec.section("runPolicy").ifPresent(policy -> readPolicy(policy, gang));
        if (pod != null) {
            gang.pod(pod, replica(spec, (int) replicas));
        }
        spec.reportRest(FATES);
    }

    private static void readPolicy(Section policy, GangDraft gang) {
        gang.timeLimit(policy.whole("activeDeadlineSeconds", 1, LONGEST_SECONDS));
        var limit = policy.whole("backoffLimit", 0, Integer.MAX_VALUE);
        if (limit != null) {
            gang.retries(limit);
        }
        if (policy.flag("suspend")) {
            policy.changed("suspend", "it is not held; submit it when it may start");
        }
        policy.section("schedulingPolicy").ifPresent(scheduling -> {
            gang.draft.gangMinimum = scheduling.whole("minAvailable", 1, gang.draft.replicas);
            var seconds = scheduling.whole("scheduleTimeoutSeconds", 1, LONGEST_SECONDS);
            gang.draft.startWithin = seconds == null ? null : Duration.ofSeconds(seconds);
            scheduling.reportRest(SCHEDULING);
        });
        policy.reportRest(POLICY);
    }

    /** What the operator tells each replica. Where the first one is, only the region could. */
    private static ReplicaCommand replica(Section spec, int replicas) {
        var replica = new ReplicaCommand()
                .set("RANK", "${ISOBAR_REPLICA:-0}")
                .set("WORLD_SIZE", "${ISOBAR_REPLICAS:-" + replicas + "}")
                .set("PET_NODE_RANK", "${ISOBAR_REPLICA:-0}")
                .set("PET_NNODES", "${ISOBAR_REPLICAS:-" + replicas + "}");
        var processes = spec.text("nprocPerNode");
        if (processes != null && processes.matches("[a-z0-9]{1,9}")) {
            replica.set("PET_NPROC_PER_NODE", processes);
        }
        if (replicas == 1) {
            replica.set("MASTER_ADDR", "localhost").set("MASTER_PORT", "23456");
        } else {
            spec.changed(
                    "pytorchReplicaSpecs",
                    "MASTER_ADDR is not set: the replicas have to find one another by themselves");
        }
        return replica;
    }

    private static int or(int usual, @Nullable Integer value) {
        return value == null ? usual : value;
    }
}
