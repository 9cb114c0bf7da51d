package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.LaunchOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether jobs of a region carry a guard, which ends them with its lease.
 *
 * @param attempts the folder of all attempts
 * @param file the lease, which the nodes see
 * @param startWithin how long a guard waits for an answer before its command is given up
 */
record Guarding(boolean isOn, Path attempts, Path file, Duration startWithin) {
    private static final System.Logger LOG = System.getLogger(Guarding.class.getName());

    boolean watches(LaunchOrder order) {
        return isOn && !order.keepRunning();
    }

    /**
     * Whether nothing can run that has no guard and should. Jobs of an agent that gave them none are such, for as long as they run.
     */
    boolean holdsForAll() {
        if (!isOn) {
            return false;
        }
        List<Path> without = folders().stream()
                .filter(folder -> AttemptFolder.mayRun(folder) && !AttemptFolder.isGuarded(folder))
                .toList();
        if (!without.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} jobs without a guard may run, the first is of attempt {1}; until the agent is started after their end,"
                            + " the region does not promise to stop when it is cut off",
                    without.size(),
                    without.getFirst().getFileName());
        }
        return without.isEmpty();
    }

    /** What has a guard from before is let go by it now, and must not count as guarded later. */
    void forgetGuards() {
        for (Path folder : folders()) {
            try {
                AttemptFolder.unguard(folder);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "still counts as guarded: " + folder, e);
            }
        }
    }

    private List<Path> folders() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(attempts)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(attempts)) {
                all.forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException("attempts cannot be looked for in " + attempts, e);
            }
        }
        return found;
    }
}
