package io.isobar.agent.admission;

/** The id of a workload. */
public record WorkloadId(String value) {
    public WorkloadId {
        if (value.isEmpty() || value.length() > 126) {
            throw new IllegalArgumentException("a workload id must have 1 to 126 characters, not " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
