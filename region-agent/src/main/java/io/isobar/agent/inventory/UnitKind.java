package io.isobar.agent.inventory;

/** What one allocatable unit of an accelerator is. */
public enum UnitKind {
    CARD,
    DIE,
    PARTITION,
    SLICE,
    CORE_GROUP
}
