package io.isobar.broker.manifest.slurm;

import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.WorkloadSpec;

/** How many nodes: {@code 4}, or {@code 2-4} for any number from 2 to 4. */
record NodeCount(int minimum, int maximum) {
    static final NodeCount ONE = new NodeCount(1, 1);

    static NodeCount parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 0) {
            int count = SlurmText.count(text, WorkloadSpec.LARGEST_GANG);
            return new NodeCount(count, count);
        }
        var range = new NodeCount(
                SlurmText.count(text.substring(0, hyphen), WorkloadSpec.LARGEST_GANG),
                SlurmText.count(text.substring(hyphen + 1), WorkloadSpec.LARGEST_GANG));
        if (range.minimum > range.maximum) {
            throw new IllegalArgumentException(
                    "must have the smaller number first, is " + QuantityException.quoted(text));
        }
        return range;
    }

    static NodeCount of(int count) {
        return new NodeCount(count, count);
    }
}
