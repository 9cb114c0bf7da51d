package io.isobar.agent.admission;

import io.isobar.agent.inventory.NodeAmounts;

/** Nodes that look alike. */
public record NodeBucket(int nodes, NodeAmounts total, NodeAmounts free) {}
