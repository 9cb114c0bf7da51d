package io.isobar.agent.driver.process;

/** Which load of others on the machine is taken off what the region offers. */
public enum LoadRule {
    NONE,
    MEMORY,
    /** Memory and processors. */
    ALL;

    boolean heedsMemory() {
        return this != NONE;
    }

    boolean heedsProcessors() {
        return this == ALL;
    }
}
