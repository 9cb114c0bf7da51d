package io.isobar.broker.capacity;

/**
 * What the broker gave away of a pool.
 *
 * @param coveredFrom from this sequence of the pool on, reports are without it; {@link #NOT_COVERED} until the agent says
 */
record Deduction(ReplicaShape shape, int replicas, long coveredFrom) {
    static final long NOT_COVERED = Long.MAX_VALUE;

    Deduction coveredFrom(long sequence) {
        return new Deduction(shape, replicas, sequence);
    }
}
