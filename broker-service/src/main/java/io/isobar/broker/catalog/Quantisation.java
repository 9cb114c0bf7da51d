package io.isobar.broker.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the weights of a model are stored in fewer bits, and which precision the accelerator must compute in for it.
 * Where only the weights are small, they are widened first and the arithmetic is that of {@code fp16}.
 */
public enum Quantisation {
    FP8(Precision.FP8),
    W8A8(Precision.INT8),
    W4A8(Precision.INT8),
    W8A16(Precision.FP16),
    W4A16(Precision.FP16),
    AWQ(Precision.FP16),
    GPTQ(Precision.FP16),
    INT4(Precision.INT4),
    NVFP4(Precision.FP4),
    MXFP4(Precision.FP4);

    private final Precision computesIn;

    Quantisation(Precision computesIn) {
        this.computesIn = computesIn;
    }

    public Precision computesIn() {
        return computesIn;
    }

    /** The name in files and on the wire: {@code awq}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its token, in any case. */
    public static Optional<Quantisation> of(String token) {
        return Arrays.stream(values())
                .filter(known -> known.token().equalsIgnoreCase(token))
                .findFirst();
    }

    public static String tokens() {
        return Arrays.stream(values()).map(Quantisation::token).collect(Collectors.joining(", "));
    }
}
