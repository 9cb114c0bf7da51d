package io.isobar.broker.workload;

import java.util.Locale;
import java.util.Optional;

/** The instruction set of a host processor. */
public enum HostArchitecture {
    X86_64,
    AARCH64,
    LOONGARCH64,
    SW64,
    RISCV64,
    PPC64LE;

    /** By its token or one of the other names in use ("amd64", "arm64"), in any case. */
    public static Optional<HostArchitecture> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "x86_64", "x86-64", "amd64", "x64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            case "loongarch64", "loong64" -> Optional.of(LOONGARCH64);
            case "sw64", "sunway" -> Optional.of(SW64);
            case "riscv64" -> Optional.of(RISCV64);
            case "ppc64le" -> Optional.of(PPC64LE);
            default -> Optional.empty();
        };
    }

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
