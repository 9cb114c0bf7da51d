package io.isobar.agent.driver.slurm;

import io.isobar.agent.inventory.PoolName;
import org.jspecify.annotations.Nullable;

/**
 * A pool of the federation: the nodes of a partition that have the same accelerators, or places in its queue for such nodes.
 *
 * @param accelerator one unit of it; null: general compute
 * @param queued places in the queue
 */
record SlurmPool(
        PoolName name, SlurmPartition partition, @Nullable Gres accelerator, boolean queued) {}
