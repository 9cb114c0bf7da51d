package io.isobar.broker.workload;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identifies a workload: "w-" and ten characters of 0-9 and a-z. Fits in a Kubernetes label and a Slurm job name. */
public record WorkloadId(String value) {
    private static final Pattern SHAPE = Pattern.compile("w-[0-9a-z]{10}");
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    public WorkloadId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a workload id: " + value);
        }
    }

    /** Ten random characters: among a million workloads two equal ids have a chance of one in ten thousand; the ledger refuses them. */
    public static WorkloadId random(RandomGenerator random) {
        var text = new StringBuilder("w-");
        for (int i = 0; i < 10; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new WorkloadId(text.toString());
    }

    public static boolean isId(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
