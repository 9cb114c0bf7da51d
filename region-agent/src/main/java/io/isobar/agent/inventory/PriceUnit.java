package io.isobar.agent.inventory;

/** What a price is for; prices per card and per node are never mixed. */
public enum PriceUnit {
    CARD_HOUR,
    CORE_HOUR,
    NODE_HOUR
}
