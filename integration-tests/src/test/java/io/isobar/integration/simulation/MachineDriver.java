package io.isobar.integration.simulation;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.Measurement;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkListener;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The driver of one agent's life to the resource manager of its machine. */
final class MachineDriver implements ResourceManagerDriver {
    private final ResourceManager manager;
    private final Inventory inventory;
    private final Consumer<Runnable> later;
    private final Consumer<Work> launches;

    /**
     * A driver that has not started.
     *
     * @param later does what the agent's disk must be done with first
     * @param launches is told of what is launched
     */
    MachineDriver(ResourceManager manager, Inventory inventory, Consumer<Runnable> later, Consumer<Work> launches) {
        this.manager = manager;
        this.inventory = inventory;
        this.later = later;
        this.launches = launches;
    }

    @Override
    public ManagerKind kind() {
        return ManagerKind.SIMULATED;
    }

    @Override
    public boolean stopsWithoutAgent() {
        return true;
    }

    @Override
    public Inventory discover() {
        return inventory;
    }

    @Override
    public Optional<Refusal> vet(LaunchOrder order) {
        return Optional.empty();
    }

    @Override
    public void start(List<KnownWork> known, WorkListener listener) {
        manager.attach(listener);
        var ours = new HashSet<AttemptId>();
        for (var work : known) {
            ours.add(work.work().id());
            if (work.endedAt() == null) {
                if (!manager.knows(work.work().id())) {
                    launches.accept(work.work());
                    manager.launch(work.work());
                } else {
                    manager.tellAgain(work.work().id());
                }
            }
        }
        for (var id : manager.all()) {
            if (!ours.contains(id)) {
                manager.sweep(id);
            }
        }
    }

    @Override
    public void launch(Work work) {
        later.accept(() -> {
            launches.accept(work);
            manager.launch(work);
        });
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        later.accept(() -> manager.stop(attempt, grace));
    }

    @Override
    public void forget(AttemptId attempt) {
        later.accept(() -> manager.forget(attempt));
    }

    @Override
    public Optional<WorkOutput> output(AttemptId attempt) {
        return Optional.empty();
    }

    @Override
    public List<Measurement> measure() {
        return List.of();
    }

    @Override
    public void close() {
        manager.attach(null);
    }
}
