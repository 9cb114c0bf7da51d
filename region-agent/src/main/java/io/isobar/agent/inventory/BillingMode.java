package io.isobar.agent.inventory;

/** How use of a pool is paid for. */
public enum BillingMode {
    ON_DEMAND,
    SPOT,
    CONTRACT
}
