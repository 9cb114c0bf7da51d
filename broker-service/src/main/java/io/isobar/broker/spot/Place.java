package io.isobar.broker.spot;

/** What work sits on. */
public enum Place {
    NOWHERE,
    SPOT,
    ON_DEMAND
}
