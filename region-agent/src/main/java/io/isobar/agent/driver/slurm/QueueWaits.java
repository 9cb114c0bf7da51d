package io.isobar.agent.driver.slurm;

import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.SiteQueue;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How long work waits in the queues that it may wait in: Slurm is asked when a job like the last one that entered would start, and what it
 * says is put right by how wrong that was before. What was learned is kept in a file. Safe for concurrent use.
 */
final class QueueWaits {
    private static final System.Logger LOG = System.getLogger(QueueWaits.class.getName());
    /** Slurm reckons through its whole queue to answer. */
    private static final Duration ASK_EVERY = Duration.ofMinutes(1);

    private final SlurmCommands slurm;
    private final Path file;
    private final Map<PoolName, JobTrial> likely = new HashMap<>();
    private final Map<PoolName, WaitErrors> errors = new HashMap<>();
    private Map<PoolName, Duration> foretold = Map.of();
    private @Nullable Instant askedAt;

    /** {@code file} need not be there. */
    QueueWaits(SlurmCommands slurm, Path file) {
        this.slurm = slurm;
        this.file = file;
        load();
    }

    synchronized SiteQueue of(PoolName pool) {
        Duration wait = foretold.get(pool);
        return new SiteQueue(
                wait == null ? null : errors.getOrDefault(pool, WaitErrors.NONE).correct(wait));
    }

    /** Asks Slurm anew where that was not done lately. Takes as long as that does. */
    void look(Pools pools, Instant now) {
        synchronized (this) {
            if (askedAt != null && Duration.between(askedAt, now).compareTo(ASK_EVERY) < 0 && !now.isBefore(askedAt)) {
                return;
            }
            askedAt = now;
        }
        Map<PoolName, Duration> found = new HashMap<>();
        try {
            for (SlurmPool queue : pools.queues()) {
                Duration wait = ask(queue, pools.places(queue), now);
                if (wait != null) {
                    found.put(queue.name(), wait);
                }
            }
        } catch (SlurmUnavailableException e) {
            // Nor would it answer for the next, and each takes as long as it may.
            LOG.log(System.Logger.Level.DEBUG, "not known how long work waits: {0}", e.getMessage());
        }
        synchronized (this) {
            foretold = Map.copyOf(found);
        }
    }

    /** Null: Slurm does not say. */
    private @Nullable Duration ask(SlurmPool queue, List<Node> places, Instant now) {
        if (places.isEmpty()) {
            return null;
        }
        JobTrial trial;
        synchronized (this) {
            trial = likely.getOrDefault(
                    queue.name(), whole(queue, places.getFirst().total()));
        }
        if (slurm.tryJob(trial) instanceof SlurmCommands.Trial.Taken taken && taken.startsAt() != null) {
            Duration wait = Duration.between(now, taken.startsAt());
            return wait.isNegative() ? Duration.ZERO : wait;
        }
        return null;
    }

    /** A job that takes a whole node for as long as the partition allows: until one has entered, the longest that it may wait. */
    private static JobTrial whole(SlurmPool queue, NodeAmounts node) {
        Gres unit = queue.accelerator();
        return new JobTrial(
                queue.partition().name(),
                1,
                Math.max(1, node.millicpus() == null ? 1 : node.millicpus() / 1_000),
                0,
                unit == null || node.units() == 0 ? null : unit.request(node.units()),
                queue.partition().maxTime());
    }

    /** A job enters; what it was foretold is kept with the attempt until it has begun. */
    synchronized void enters(SlurmAttempt attempt, SlurmPool queue, JobRequest request, Instant now) {
        likely.put(queue.name(), JobTrial.like(request));
        Duration wait = foretold.get(queue.name());
        if (wait != null) {
            attempt.enters(wait, now);
        }
    }

    /** A job has begun, and may have entered a queue. */
    void began(SlurmAttempt attempt, Instant at) {
        SlurmAttempt.Entry entry = attempt.takeEntry();
        if (entry == null) {
            return;
        }
        PoolName pool = attempt.work.order().demand().pool();
        synchronized (this) {
            WaitErrors before = errors.getOrDefault(pool, WaitErrors.NONE);
            errors.put(pool, before.with(entry.foretold(), Duration.between(entry.at(), at)));
            save();
        }
    }

    private void load() {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
            for (String pool : lines.stringPropertyNames()) {
                String[] sums = lines.getProperty(pool).split(" ", -1);
                errors.put(
                        new PoolName(pool),
                        new WaitErrors(
                                Double.parseDouble(sums[0]), Double.parseDouble(sums[1]), Double.parseDouble(sums[2])));
            }
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "no waits were learned yet");
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what was learned of waits cannot be read, and is learned anew: " + file,
                    e);
        }
    }

    /** That it cannot be kept is no reason to run nothing. */
    private void save() {
        Properties lines = new Properties();
        errors.forEach((pool, seen) ->
                lines.setProperty(pool.value(), seen.weight() + " " + seen.sum() + " " + seen.squares()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                lines.store(writer, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "what was learned of waits cannot be kept: " + file, e);
        }
    }
}
