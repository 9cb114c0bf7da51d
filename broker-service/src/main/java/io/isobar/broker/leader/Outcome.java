package io.isobar.broker.leader;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.fencing.Silences;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Step;
import io.isobar.broker.session.RegionLink;
import java.util.ArrayList;
import java.util.List;

/** What one turn brought: changes that must be durable first, then what is to be sent. */
public final class Outcome {
    /** Something to be said over a link. */
    public sealed interface Message {
        RegionLink link();

        record Send(RegionLink link, Command command) implements Message {}

        record Notice(RegionLink link, Reason reason, String text) implements Message {}

        record Lease(RegionLink link, SilenceRule rule, long fence) implements Message {}

        record Close(RegionLink link, Reason reason, String why) implements Message {}
    }

    private final Changes changes = new Changes();
    private final List<Command> commands = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Silences.Due.Fence> fences = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final TurnCount count = new TurnCount();

    /** An event that could not be taken; it changed nothing. */
    public record Fault(Event event, RuntimeException cause) {}

    void add(Step step) {
        if (step.changed()) {
            changes.put(step.workload());
        }
        commands.addAll(step.commands());
    }

    void say(Message message) {
        messages.add(message);
    }

    public Changes changes() {
        return changes;
    }

    void fault(Event event, RuntimeException cause) {
        faults.add(new Fault(event, cause));
    }

    public List<Fault> faults() {
        return faults;
    }

    List<Command> commands() {
        return commands;
    }

    /** What was done, to be counted. */
    public TurnCount count() {
        return count;
    }

    void fence(Silences.Due.Fence fence) {
        fences.add(fence);
    }

    /** Fences to be written once the changes are durable. */
    public List<Silences.Due.Fence> fences() {
        return fences;
    }

    public List<Message> messages() {
        return messages;
    }
}
