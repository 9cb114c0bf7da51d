package io.isobar.agent.inventory;

/** The kind of computing that a region offers (通算, 智算, 超算). */
public enum ComputeClass {
    UNKNOWN,
    GENERAL,
    INTELLIGENT,
    SUPER
}
