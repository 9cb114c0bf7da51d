package io.isobar.broker.catalog;

import java.util.Optional;

/** What one allocatable unit of an accelerator is. Capacity of different kinds is never added up. */
public enum UnitKind {
    /** A whole card or chip. */
    CARD("card"),
    /** One of several dies of a card, allocated by itself. */
    DIE("die"),
    /** A hardware partition (MIG, MIM). */
    PARTITION("partition"),
    /** A share in time or memory that software enforces. */
    SLICE("slice"),
    /** A group of cores. */
    CORE_GROUP("core-group");

    private final String token;

    UnitKind(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }

    public static Optional<UnitKind> of(String token) {
        for (UnitKind kind : values()) {
            if (kind.token.equals(token)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
