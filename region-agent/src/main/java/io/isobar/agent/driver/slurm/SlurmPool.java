package io.isobar.agent.driver.slurm;

import io.isobar.agent.inventory.PoolName;
import org.jspecify.annotations.Nullable;

/**
 * A pool of the federation: the nodes of a partition that have the same accelerators.
 *
 * @param accelerator one unit of it; null: general compute
 */
record SlurmPool(
        PoolName name, SlurmPartition partition, @Nullable Gres accelerator) {}
