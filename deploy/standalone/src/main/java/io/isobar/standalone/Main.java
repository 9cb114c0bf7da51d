package io.isobar.standalone;

import io.isobar.standalone.command.Launcher;
import java.util.List;

/** The launcher. */
public final class Main {
    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        System.exit(Launcher.call(List.of(words), System.out, System.err));
    }
}
