package io.isobar.broker.manifest.slurm;

import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The indices of a job array: {@code 0-31}, {@code 1,3,5}, {@code 0-15:4}; {@code %4} for at most four at once.
 *
 * @param indices ascending, each once
 * @param atOnce null: no limit
 */
record ArrayIndices(List<Integer> indices, @Nullable Integer atOnce) {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9})(?::([0-9]{1,9}))?)?");

    ArrayIndices {
        indices = List.copyOf(indices);
    }

    static ArrayIndices parse(String text) {
        int percent = text.indexOf('%');
        var list = percent < 0 ? text : text.substring(0, percent);
        var atOnce = percent < 0 ? null : SlurmText.count(text.substring(percent + 1), Integer.MAX_VALUE);
        var indices = new TreeSet<Integer>();
        for (var part : list.split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        QuantityException.quoted(text) + " is no list of indices; write 0-31, 1,3,5 or 0-15:4");
            }
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
            if (step == 0 || to < from) {
                throw new IllegalArgumentException(QuantityException.quoted(part) + " is an empty range of indices");
            }
            for (long index = from; index <= to; index += step) {
                indices.add((int) index);
                if (indices.size() > WorkloadSpec.LARGEST_GANG) {
                    throw new IllegalArgumentException("has more than " + WorkloadSpec.LARGEST_GANG + " indices");
                }
            }
        }
        return new ArrayIndices(new ArrayList<>(indices), atOnce);
    }

    int size() {
        return indices.size();
    }
}
