package io.isobar.broker.market;

/** How use is paid for. */
public enum BillingMode {
    /** Pay as you go, by the unit-hour (按需). */
    ON_DEMAND,
    /** Cheaper, and may be taken back (竞价). */
    SPOT,
    /** Drawn from a monthly or annual contract (包年包月). */
    CONTRACT
}
