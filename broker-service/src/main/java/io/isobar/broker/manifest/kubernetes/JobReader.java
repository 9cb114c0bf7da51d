package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.workload.WorkloadSpec;
import org.jspecify.annotations.Nullable;

/** Reads {@code batch/v1} Job: several completions are replicas that start together. */
final class JobReader {
    private static final int USUAL_RETRIES = 6;
    private static final int LONGEST_SECONDS = 999_999_999;
    private static final Fate.Table FATES = new Fate.Table()
            .silent("ttlSecondsAfterFinished", "manualSelector", "selector", "podReplacementPolicy", "managedBy")
            .lost("every failure counts against the limit", "podFailurePolicy", "backoffLimitPerIndex")
            .changed("every replica has to succeed", "successPolicy", "maxFailedIndexes");

    private JobReader() {}

    static void read(Section job, PodReader pods, GangDraft gang) {
        var spec = job.section("spec").orElse(null);
        if (spec == null) {
            job.wrong("spec", "is required");
            return;
        }
        var parallelism = or(1, spec.whole("parallelism", 1, WorkloadSpec.LARGEST_GANG));
        var completions = or(parallelism, spec.whole("completions", 1, WorkloadSpec.LARGEST_GANG));
        boolean indexed = "Indexed".equals(spec.text("completionMode"));
        gang.draft.replicas = completions;
        if (completions > parallelism) {
            spec.changed("parallelism", "all " + completions + " run at once, not " + parallelism + " at a time");
        }
        gang.timeLimit(spec.whole("activeDeadlineSeconds", 1, LONGEST_SECONDS));
        gang.retries(or(USUAL_RETRIES, spec.whole("backoffLimit", 0, Integer.MAX_VALUE)));
        if (spec.flag("suspend")) {
            spec.changed("suspend", "it is not held; submit it when it may start");
        }
        var replica = new ReplicaCommand();
        if (indexed) {
            replica.set("JOB_COMPLETION_INDEX", "${ISOBAR_REPLICA:-0}");
        }
        var pod = pods.read(spec, "template");
        spec.reportRest(FATES);
        if (pod != null) {
            gang.pod(pod, replica);
        }
    }

    private static int or(int usual, @Nullable Integer value) {
        return value == null ? usual : value;
    }
}
