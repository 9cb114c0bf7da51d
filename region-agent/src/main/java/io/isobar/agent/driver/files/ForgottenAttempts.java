package io.isobar.agent.driver.files;

import io.isobar.agent.admission.AttemptId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attempts of which only the output is left, oldest first. A mark in the folder, with its time, says so over restarts. */
public final class ForgottenAttempts {
    private static final System.Logger LOG = System.getLogger(ForgottenAttempts.class.getName());
    private static final String MARK = "forgotten";
    private static final String WORK = "work";

    private final Path folder;
    private final OutputLimits limits;
    private final InstantSource clock;
    private final Map<AttemptId, Instant> since = new LinkedHashMap<>();

    /**
     * None yet, see {@link #load}.
     *
     * @param folder with a folder for each attempt
     */
    public ForgottenAttempts(Path folder, OutputLimits limits, InstantSource clock) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
    }

    /** Those from before a restart. */
    public synchronized Set<AttemptId> load() {
        record Found(AttemptId id, Instant at) {}
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path one : folders) {
                if (Files.exists(one.resolve(MARK))) {
                    found.add(new Found(
                            new AttemptId(one.getFileName().toString()),
                            Files.getLastModifiedTime(one.resolve(MARK)).toInstant()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "kept output cannot be looked for in " + folder, e);
        }
        found.sort(Comparator.comparing(Found::at));
        found.forEach(one -> since.put(one.id(), one.at()));
        return all();
    }

    public synchronized Set<AttemptId> all() {
        return Set.copyOf(since.keySet());
    }

    public int replicas(AttemptId id) {
        int replicas = 0;
        while (Files.isDirectory(replica(id, replicas))) {
            replicas++;
        }
        return replicas;
    }

    private Path replica(AttemptId id, int replica) {
        return folder.resolve(id.value()).resolve(Integer.toString(replica));
    }

    /** Marks the attempt and deletes all but its output. */
    public void add(AttemptId id) {
        Instant now = clock.instant();
        try {
            Files.writeString(folder.resolve(id.value()).resolve(MARK), now + "\n");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "not marked as forgotten attempt=" + id, e);
        }
        for (int replica = 0; Files.isDirectory(replica(id, replica)); replica++) {
            FolderRemoval.remove(replica(id, replica).resolve(WORK));
        }
        synchronized (this) {
            since.put(id, now);
        }
    }

    /** Deletes what has been kept for long enough, or is too much; returns what was deleted. */
    public synchronized List<AttemptId> dropExpired() {
        List<AttemptId> dropped = new ArrayList<>();
        Instant keepAfter = clock.instant().minus(limits.retention());
        var oldest = since.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<AttemptId, Instant> entry = oldest.next();
            if (entry.getValue().isAfter(keepAfter) && since.size() <= limits.maxForgotten()) {
                break;
            }
            oldest.remove();
            dropped.add(entry.getKey());
        }
        dropped.forEach(id -> FolderRemoval.remove(folder.resolve(id.value())));
        return dropped;
    }
}
