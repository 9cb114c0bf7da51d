package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.PoolName;
import org.jspecify.annotations.Nullable;

/**
 * A pool of the federation: the nodes that have the same accelerators and instruction set.
 *
 * @param device null: general compute
 */
record ClusterPool(PoolName name, @Nullable Device device, HostArchitecture architecture) {}
