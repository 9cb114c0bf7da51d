package io.isobar.cli.wiring;

import io.isobar.cli.shell.Surroundings;
import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, if it has one. */
final class Terminal implements Surroundings.Answers {
    @Override
    public boolean isSomebodyThere() {
        return console() != null;
    }

    @Override
    public String ask(String question) {
        var console = console();
        var answer = console == null ? null : console.readLine("%s", question);
        return answer == null ? "" : answer;
    }

    // An older JDK answers null where there is no terminal, a newer one a console that is none.
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        var console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }
}
