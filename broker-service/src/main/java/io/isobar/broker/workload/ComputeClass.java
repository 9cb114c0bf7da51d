package io.isobar.broker.workload;

/** The kind of computing that a region offers or a workload asks for (通算, 智算, 超算). */
public enum ComputeClass {
    GENERAL,
    INTELLIGENT,
    SUPER
}
