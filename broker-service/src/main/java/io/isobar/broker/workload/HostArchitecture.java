package io.isobar.broker.workload;

import java.util.Locale;
import java.util.Optional;

/** The instruction set of a host processor. */
public enum HostArchitecture {
    X86_64("amd64", "x86-64", "x64"),
    AARCH64("arm64"),
    LOONGARCH64("loong64"),
    SW64("sunway"),
    RISCV64(),
    PPC64LE();

    private final String[] aliases;

    HostArchitecture(String... aliases) {
        this.aliases = aliases;
    }

    public static Optional<HostArchitecture> parse(String text) {
        var folded = text.toLowerCase(Locale.ROOT);
        for (var architecture : values()) {
            if (architecture.token().equals(folded)) {
                return Optional.of(architecture);
            }
            for (var alias : architecture.aliases) {
                if (alias.equals(folded)) {
                    return Optional.of(architecture);
                }
            }
        }
        return Optional.empty();
    }

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
