package io.isobar.broker.manifest.conversion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command that first learns which replica it is: variables that only the running replica knows, and its folder. */
public final class ReplicaCommand {
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String folder = "";

    /** A variable whose value is an expression of the shell, such as {@code ${ISOBAR_REPLICA:-0}}. */
    public ReplicaCommand set(String variable, String expression) {
        variables.put(variable, expression);
        return this;
    }

    public ReplicaCommand in(String folder) {
        this.folder = folder;
        return this;
    }

    public boolean changesNothing() {
        return variables.isEmpty() && folder.isEmpty();
    }

    /** The command as it is where nothing is to be set, else in a shell that sets it and then becomes the command. */
    public List<String> of(List<String> command) {
        if (changesNothing()) {
            return command;
        }
        var script = new StringBuilder();
        variables.forEach((name, expression) -> script.append("export ")
                .append(name)
                .append("=\"")
                .append(expression)
                .append("\"\n"));
        if (!folder.isEmpty()) {
            script.append("cd -- ").append(quoted(folder)).append(" || exit\n");
        }
        script.append("exec \"$@\"\n");
        var all = new ArrayList<>(List.of("/bin/sh", "-c", script.toString(), "replica"));
        all.addAll(command);
        return all;
    }

    /** One word of the shell, whatever is in it. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
