package io.isobar.agent.inventory;

/** The instruction set of the hosts. */
public enum HostArchitecture {
    UNKNOWN,
    X86_64,
    AARCH64,
    LOONGARCH64,
    SW64,
    RISCV64,
    PPC64LE
}
