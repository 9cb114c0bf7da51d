package io.isobar.broker.placement;

import io.isobar.broker.manifest.Manifest;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.workload.WorkloadSpec;
import java.nio.charset.StandardCharsets;

/** Workloads as users write them. */
final class Files {
    private static final Manifest MANIFEST = new Manifest(Pools.CATALOG);

    private Files() {}

    static WorkloadSpec read(String spec) {
        var file = "apiVersion: isobar/v1\nkind: Workload\nmetadata: { name: x }\nspec: { " + spec + " }\n";
        return MANIFEST.parse(file.getBytes(StandardCharsets.UTF_8));
    }

    /** With accelerators, and one variant for a stack with these further fields. */
    static WorkloadSpec on(String accelerators, String stack, String fields) {
        return read("resources: { accelerators: " + accelerators + " }, variants: [ { stack: " + stack
                + ", command: [ run ]" + (fields.isEmpty() ? "" : ", " + fields) + " } ]");
    }
}
