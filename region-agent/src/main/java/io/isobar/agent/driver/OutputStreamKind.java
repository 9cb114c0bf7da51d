package io.isobar.agent.driver;

/** Which output of a command. */
public enum OutputStreamKind {
    STDOUT,
    STDERR
}
