package io.isobar.broker.catalog;

import java.util.Optional;

/** The software that programs an accelerator are built for. A program for one does not run on another. */
public enum SoftwareStack {
    /** Processors alone. Implied everywhere. */
    CPU("cpu", "arm-sve"),
    CUDA("cuda", "cuda"),
    ROCM("rocm", "rocm"),
    CANN("cann", "cann"),
    NEUWARE("neuware", "bang"),
    DTK("dtk", "dtk"),
    XRE("xre", "xre"),
    MACA("maca", "maca"),
    MUSA("musa", "musa"),
    COREX("corex", "corex"),
    TOPSRIDER("topsrider", "topsrider"),
    BIRENSUPA("birensupa", "supa"),
    PPU("ppu-sdk", "ppu"),
    SYNAPSEAI("synapseai", "habana"),
    ONEAPI("oneapi", "oneapi"),
    XLA("xla", "xla"),
    NEURON("neuron", "neuron"),
    SUNWAY("sunway", "sunway"),
    MT3000("mt-3000", "mt-3000"),
    OPENCL("opencl", "openmp/opencl"),
    /** The catalogue does not say. No variant is ever for this stack, so nothing runs there by accident. */
    UNKNOWN("unknown", "unknown");

    private final String token;
    private final String otherName;

    SoftwareStack(String token, String otherName) {
        this.token = token;
        this.otherName = otherName;
    }

    /** The name on the wire and in files, in lower case. */
    public String token() {
        return token;
    }

    /** The stack of a token in any case ({@code cuda}, {@code CANN}); {@link #UNKNOWN} is never an answer. */
    public static Optional<SoftwareStack> of(String token) {
        for (SoftwareStack stack : values()) {
            boolean same = FoldedName.folds(token, FoldedName.fold(stack.token))
                    || FoldedName.folds(token, FoldedName.fold(stack.otherName));
            if (same && stack != UNKNOWN) {
                return Optional.of(stack);
            }
        }
        return Optional.empty();
    }
}
