package io.isobar.agent.inventory;

/** What kind of resource manager the agent stands beside. */
public enum ManagerKind {
    PROCESS,
    SIMULATED,
    SLURM,
    KUBERNETES
}
