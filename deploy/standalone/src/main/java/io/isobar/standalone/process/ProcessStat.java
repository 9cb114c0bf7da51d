package io.isobar.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The part of /proc/PID/stat that the launcher reads.
 *
 * @param state one letter; Z and X are processes that have ended and only wait to be collected
 * @param parent pid of the parent
 * @param startTicks clock ticks from the boot of the machine to the start of the process
 */
record ProcessStat(char state, long parent, long startTicks) {
    /** Fields are counted after the command name, which may itself hold blanks and parentheses. */
    private static final int PARENT = 1;

    private static final int START_TICKS = 19;

    static Optional<ProcessStat> read(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(parse(text));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static ProcessStat parse(String text) {
        List<String> fields =
                List.of(text.substring(text.lastIndexOf(')') + 2).trim().split(" ", -1));
        return new ProcessStat(
                fields.getFirst().charAt(0),
                Long.parseLong(fields.get(PARENT)),
                Long.parseLong(fields.get(START_TICKS)));
    }

    boolean running() {
        return state != 'Z' && state != 'X';
    }
}
