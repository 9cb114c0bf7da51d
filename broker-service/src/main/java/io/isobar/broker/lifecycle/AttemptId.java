package io.isobar.broker.lifecycle;

import io.isobar.broker.workload.WorkloadId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies an attempt: the workload's id, a hyphen and the epoch ("w-7k3f9q2m1x-1"); where the try has several parts, a "p" and the
 * number of the part follow ("w-7k3f9q2m1x-1p2").
 *
 * @param epoch fencing epoch: 1 for the first try of a workload, one more for each next
 * @param part 1 and up; 0: the try is this one attempt
 */
public record AttemptId(WorkloadId workload, long epoch, int part) {
    /** Of gangs, and of those whom a try must be told of in one transaction. */
    public static final int MOST_PARTS = 256;

    private static final Pattern TRY = Pattern.compile("([1-9][0-9]{0,8})(?:p([1-9][0-9]{0,2}))?");

    public AttemptId {
        if (epoch < 1) {
            throw new IllegalArgumentException("an epoch is at least 1, is " + epoch);
        }
        if (part < 0 || part > MOST_PARTS) {
            throw new IllegalArgumentException("a part is 1 to " + MOST_PARTS + ", or 0, is " + part);
        }
    }

    /** The only attempt of a try. */
    public AttemptId(WorkloadId workload, long epoch) {
        this(workload, epoch, 0);
    }

    public static Optional<AttemptId> parse(String text) {
        int hyphen = text.lastIndexOf('-');
        if (hyphen < 2 || !WorkloadId.isId(text.substring(0, hyphen))) {
            return Optional.empty();
        }
        var found = TRY.matcher(text.substring(hyphen + 1));
        if (!found.matches()) {
            return Optional.empty();
        }
        int part = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return part > MOST_PARTS
                ? Optional.empty()
                : Optional.of(
                        new AttemptId(new WorkloadId(text.substring(0, hyphen)), Long.parseLong(found.group(1)), part));
    }

    /** Of the whole try. */
    public AttemptId ofTry() {
        return part == 0 ? this : new AttemptId(workload, epoch);
    }

    @Override
    public String toString() {
        return workload + "-" + epoch + (part == 0 ? "" : "p" + part);
    }
}
