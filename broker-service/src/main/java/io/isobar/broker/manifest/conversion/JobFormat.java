package io.isobar.broker.manifest.conversion;

/** What kind of file a workload was written in. */
public enum JobFormat {
    /** A workload file. */
    WORKLOAD,
    /** A batch script of Slurm. */
    SLURM,
    /** A job or pod of Kubernetes. */
    KUBERNETES,
    /** A SkyPilot task. */
    SKYPILOT
}
