package io.isobar.broker.lifecycle;

import io.isobar.broker.workload.WorkloadId;
import java.util.Optional;

/**
 * Identifies an attempt: the workload's id, a hyphen and the epoch ("w-7k3f9q2m1x-1").
 *
 * @param epoch fencing epoch: 1 for the first attempt of a workload, one more for each next
 */
public record AttemptId(WorkloadId workload, long epoch) {
    public AttemptId {
        if (epoch < 1) {
            throw new IllegalArgumentException("an epoch is at least 1, is " + epoch);
        }
    }

    public static Optional<AttemptId> parse(String text) {
        int hyphen = text.lastIndexOf('-');
        if (hyphen < 2 || text.length() - hyphen > 10 || !WorkloadId.isId(text.substring(0, hyphen))) {
            return Optional.empty();
        }
        var digits = text.substring(hyphen + 1);
        if (digits.isEmpty() || digits.startsWith("0") || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(new AttemptId(new WorkloadId(text.substring(0, hyphen)), Long.parseLong(digits)));
    }

    @Override
    public String toString() {
        return workload + "-" + epoch;
    }
}
