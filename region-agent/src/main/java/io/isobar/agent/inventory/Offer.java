package io.isobar.agent.inventory;

/** The price of a pool in one billing mode. */
public record Offer(BillingMode mode, PriceUnit unit, Money price) {}
