package io.isobar.broker.manifest.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a program is given to an interpreter as an argument. */
final class Interpreter {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "zsh", "csh", "tcsh");
    private static final Set<String> EXPRESSIONS = Set.of("perl", "ruby", "Rscript", "node", "lua", "julia");

    private Interpreter() {}

    /** Whether a first line names a shell, so that the file is a batch script even without options. */
    static boolean isShell(String firstLine) {
        if (!firstLine.startsWith("#!")) {
            return false;
        }
        var words = firstLine.substring(2).strip().split("[ \t]+", -1);
        return SHELLS.contains(nameOf(List.of(words)));
    }

    /** The command that runs {@code script}; empty where it is not known how this interpreter takes one. */
    static Optional<List<String>> command(List<String> interpreter, String script) {
        var name = nameOf(interpreter);
        boolean shell = SHELLS.contains(name);
        String flag;
        if (shell || name.startsWith("python") || name.startsWith("pypy")) {
            flag = "-c";
        } else if (EXPRESSIONS.contains(name)) {
            flag = "-e";
        } else {
            return Optional.empty();
        }
        var command = new ArrayList<String>();
        for (var part : interpreter) {
            command.addAll(List.of(part.split("[ \t]+", -1)));
        }
        command.add(flag);
        command.add(script);
        if (shell) {
            // Becomes $0, which scripts print.
            command.add("slurm_script");
        }
        return Optional.of(command);
    }

    private static String nameOf(List<String> interpreter) {
        var words = String.join(" ", interpreter).split("[ \t]+", -1);
        var first = words[0].substring(words[0].lastIndexOf('/') + 1);
        if (!first.equals("env")) {
            return first;
        }
        for (int i = 1; i < words.length; i++) {
            if (!words[i].startsWith("-") && words[i].indexOf('=') < 0) {
                return words[i].substring(words[i].lastIndexOf('/') + 1);
            }
        }
        return "";
    }
}
