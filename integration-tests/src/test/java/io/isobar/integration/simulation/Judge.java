package io.isobar.integration.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers the first thing that must not have happened; what it happened in may catch exceptions, and must not hide it. */
final class Judge {
    private @Nullable String verdict;

    /** {@code otherwise} is put into words only where it does not hold: nearly always it does. */
    void require(boolean holds, Supplier<String> otherwise) {
        if (!holds && verdict == null) {
            verdict = otherwise.get();
        }
    }

    void fail(String what) {
        require(false, () -> what);
    }

    void check() {
        if (verdict != null) {
            throw new Violation(verdict);
        }
    }
}
