package io.isobar.broker.catalog;

import java.util.Locale;
import java.util.Optional;

/** A number format that programs compute in. */
public enum Precision {
    FP64,
    /** Double precision by the matrix units, where those differ from the vector units. */
    FP64_TENSOR,
    FP32,
    TF32,
    FP16,
    BF16,
    FP8,
    FP4,
    INT8,
    INT4;

    /** The name in files and on the wire: {@code bf16}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The precision of a name in any case ({@code bf16}, {@code BFloat16}, {@code half}). */
    public static Optional<Precision> of(String name) {
        String folded = FoldedName.fold(name);
        return switch (folded) {
            case "bfloat16" -> Optional.of(BF16);
            case "half", "float16" -> Optional.of(FP16);
            case "float", "float32", "single" -> Optional.of(FP32);
            case "double", "float64" -> Optional.of(FP64);
            case "float8" -> Optional.of(FP8);
            default -> {
                for (Precision precision : values()) {
                    if (FoldedName.fold(precision.name()).equals(folded)) {
                        yield Optional.of(precision);
                    }
                }
                yield Optional.empty();
            }
        };
    }
}
