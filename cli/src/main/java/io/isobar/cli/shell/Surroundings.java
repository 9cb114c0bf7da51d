package io.isobar.cli.shell;

import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a run of the program gets from outside.
 *
 * @param answers asks a person, where there is one
 * @param pause waits
 */
public record Surroundings(
        InputStream in,
        Outlet out,
        Outlet err,
        Map<String, String> environment,
        InstantSource clock,
        ZoneId zone,
        RandomGenerator random,
        Answers answers,
        Pause pause) {

    /** A person at a terminal, or nobody. */
    public interface Answers {
        /** Both streams are a terminal. */
        boolean isSomebodyThere();

        /** Asks, and gives the line that was typed; empty where input ended. */
        String ask(String question);
    }

    /** Waiting, so that tests need not. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public String environment(String name) {
        return environment.getOrDefault(name, "");
    }
}
