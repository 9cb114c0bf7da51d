package io.isobar.agent.driver.files;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The output of a region's attempts: of those that are known, and of those that are forgotten for as long as it is kept. With an attempt
 * that is dropped go the folders that nothing needs any more.
 */
public final class KeptOutputs {
    private static final System.Logger LOG = System.getLogger(KeptOutputs.class.getName());

    /** Where an attempt of so many replicas has its streams. */
    @FunctionalInterface
    public interface Place {
        FileOutput.Streams of(AttemptId attempt, int replicas);
    }

    private final Place place;
    private final OutputLimits limits;
    private final StateFolders stateFolders;
    private final ForgottenAttempts forgotten;
    private final Map<AttemptId, FileOutput> outputs = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param region its folder, with a folder {@code attempts}
     */
    public KeptOutputs(Path region, Place place, OutputLimits limits, StateFolders stateFolders, InstantSource clock) {
        this.place = place;
        this.limits = limits;
        this.stateFolders = stateFolders;
        this.forgotten = new ForgottenAttempts(region.resolve("attempts"), limits, clock);
    }

    /**
     * Takes an attempt in.
     *
     * @param over whether it writes nothing more
     */
    public void add(AttemptId attempt, int replicas, BooleanSupplier over) {
        outputs.put(attempt, output(attempt, replicas, over));
    }

    private FileOutput output(AttemptId attempt, int replicas, BooleanSupplier over) {
        return new FileOutput(replicas, place.of(attempt, replicas), limits.bytesPerStream(), over);
    }

    /** Takes in what was forgotten before a restart, once those that are known are in; returns which they are. */
    public Set<AttemptId> load() {
        Set<AttemptId> found = forgotten.load();
        found.forEach(id -> outputs.putIfAbsent(id, output(id, forgotten.replicas(id), () -> true)));
        stateFolders.sweep();
        return found;
    }

    public Optional<WorkOutput> of(AttemptId attempt) {
        return Optional.ofNullable(outputs.get(attempt));
    }

    /** Keeps nothing of an attempt but its output, and that for as long as output is kept. Deletes files. */
    public void forget(AttemptId attempt) {
        forgotten.add(attempt);
        dropOld();
    }

    /** Drops what is kept no longer; to be called now and then. */
    public void dropOld() {
        var dropped = forgotten.dropExpired();
        if (!dropped.isEmpty()) {
            dropped.forEach(outputs::remove);
            stateFolders.sweep();
        }
    }

    /** Cuts what was written beyond its limit, where commands write the files themselves; to be called now and then. */
    public void cutLong() {
        for (FileOutput output : outputs.values()) {
            if (!output.complete()) {
                try {
                    output.cut();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "output cannot be cut", e);
                }
            }
        }
    }
}
