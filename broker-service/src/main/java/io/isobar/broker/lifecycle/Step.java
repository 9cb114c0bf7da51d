package io.isobar.broker.lifecycle;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of an event.
 *
 * @param workload as it is now
 * @param changed whether it differs, and must be made durable before any command is sent
 * @param commands in order
 */
public record Step(Workload workload, boolean changed, List<Command> commands) {
    public Step {
        commands = List.copyOf(commands);
    }

    static Step unchanged(Workload workload, Command... commands) {
        return new Step(workload, false, List.of(commands));
    }

    static Step to(Workload workload, Command... commands) {
        return new Step(workload, true, List.of(commands));
    }

    static Step to(Workload workload, Stream<? extends Command> commands) {
        return new Step(workload, true, List.copyOf(commands.toList()));
    }

    /** With these commands after its own. */
    Step then(Command... more) {
        return new Step(
                workload,
                changed,
                Stream.concat(commands.stream(), Stream.of(more)).toList());
    }
}
