package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.files.StateFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Puts an attempt's next run into the queue. It is written down before, so that it is looked for after a crash. */
final class Submission {
    private final SlurmCommands slurm;
    private final StateFolders stateFolders;
    private final Requests requests;
    private final Guarding guarding;
    private final QueueWaits waits;
    private final InstantSource clock;

    Submission(
            SlurmCommands slurm, StateFolders stateFolders, Requests requests, QueueWaits waits, InstantSource clock) {
        this.requests = requests;
        this.guarding = requests.guarding();
        this.waits = waits;
        this.clock = clock;
        this.slurm = slurm;
        this.stateFolders = stateFolders;
    }

    /**
     * Submits.
     *
     * @throws SlurmRefusedException where Slurm will not have it
     * @throws SlurmUnavailableException where it is not known whether it has it
     * @throws IOException where the folder cannot be written
     */
    void submit(SlurmAttempt attempt, SlurmPool pool, int run) throws IOException {
        LaunchOrder order = attempt.work.order();
        AttemptFolder folder = attempt.folder;
        stateFolders.prepare(attempt.work.id(), order.key().workload());
        folder.create();
        Path stateFolder = stateFolders.of(order.key().workload());
        folder.environment(requests.environment(order, stateFolder));
        JobRequest request = requests.of(attempt.work, pool, folder, stateFolder, run);
        if (guarding.isOn()) {
            folder.guard(guarding.watches(order));
        }
        if (pool.queued()) {
            waits.enters(attempt, pool, request, clock.instant());
        }
        folder.submitting(run);
        folder.submitted(run, slurm.submit(request));
    }
}
