package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.LinkCheck;
import java.util.ArrayList;
import java.util.List;

/** Whether Slurm answers the agent's account, and would take its jobs. */
final class ClusterCheck {
    private static final String LINK = "slurm";

    private final SlurmCommands slurm;
    private final SlurmSettings settings;
    private final List<LinkCheck> checks = new ArrayList<>();

    ClusterCheck(SlurmCommands slurm, SlurmSettings settings) {
        this.slurm = slurm;
        this.settings = settings;
    }

    /** One line for each thing that is asked of Slurm; after a controller that does not answer none of the others. */
    List<LinkCheck> run() {
        try {
            Cluster cluster = slurm.cluster();
            int jobs = slurm.jobs().size();
            checks.add(LinkCheck.good(
                    LINK,
                    slurm.means(),
                    cluster.nodes().size() + " nodes, " + cluster.partitions().size() + " partitions, " + jobs
                            + " jobs of this account"));
            partitions(new Pools(cluster, settings));
        } catch (SlurmUnavailableException e) {
            checks.add(LinkCheck.bad(
                    LINK,
                    "controller",
                    String.valueOf(e.getMessage()),
                    "run scontrol ping and squeue under the agent's account; docs/slurm.md says what it needs"));
        }
        return List.copyOf(checks);
    }

    private void partitions(Pools pools) {
        for (String missing : pools.missingPartitions()) {
            checks.add(LinkCheck.bad(
                    LINK,
                    "partition " + missing,
                    "does not exist, or this account may not see it",
                    "correct slurm.partitions, or let the account see it (AllowAccounts, AllowGroups, Hidden)"));
        }
        if (pools.offered().isEmpty()) {
            checks.add(LinkCheck.bad(
                    LINK,
                    "partitions",
                    "there is none to offer",
                    "name partitions in slurm.partitions that the account may use"));
        }
        for (SlurmPartition partition : pools.offered()) {
            String name = "partition " + partition.name();
            if (!partition.up()) {
                checks.add(LinkCheck.bad(
                        LINK,
                        name,
                        "is not UP: nothing starts there",
                        "scontrol update PartitionName=" + partition.name()
                                + " State=UP, or leave it out of slurm.partitions"));
                continue;
            }
            checks.add(
                    switch (slurm.tryJob(JobTrial.smallest(partition.name()))) {
                        case SlurmCommands.Trial.Taken taken ->
                            LinkCheck.good(LINK, name, "sbatch --test-only would take a job");
                        case SlurmCommands.Trial.NotAsked notAsked ->
                            LinkCheck.good(
                                    LINK, name, "is UP; whether it takes this account's jobs, the first will show");
                        case SlurmCommands.Trial.Refused refused ->
                            LinkCheck.bad(
                                    LINK,
                                    name,
                                    "sbatch --test-only refuses a job: " + refused.words(),
                                    "the words are Slurm's; \"Invalid account\" wants slurm.account, \"Invalid qos\""
                                            + " slurm.qos, and limits are the site's to raise");
                    });
        }
    }
}
