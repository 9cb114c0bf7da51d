package io.isobar.cli.wiring;

import io.isobar.cli.verb.Commands;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(ThisProcess.surroundings(), arguments));
    }
}
