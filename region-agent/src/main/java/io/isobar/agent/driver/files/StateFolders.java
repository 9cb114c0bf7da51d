package io.isobar.agent.driver.files;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A folder per workload, shared by all its attempts in this region, one after the other. It goes when the last attempt of the
 * workload has gone, so that a region does not fill with the files of work that nobody remembers.
 */
public final class StateFolders {
    private static final System.Logger LOG = System.getLogger(StateFolders.class.getName());
    private static final String REMOVED = ".removed-";

    private final Path attempts;
    private final Path workloads;

    /** Of the region with this folder. */
    public StateFolders(Path region) {
        this.attempts = region.resolve("attempts");
        this.workloads = region.resolve("workloads");
    }

    public Path of(WorkloadId workload) {
        return workloads.resolve(workload.value().replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /** Makes the folders of an attempt and of its workload, in one step for {@link #sweep}. */
    public synchronized void prepare(AttemptId attempt, WorkloadId workload) throws IOException {
        Files.createDirectories(attempts.resolve(attempt.value()));
        Files.createDirectories(of(workload));
    }

    /** Removes the folders of workloads that have no attempt here, not even one whose output is kept. */
    public void sweep() {
        try {
            takeUnused().forEach(FolderRemoval::remove);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "folders of workloads cannot be looked for in " + workloads, e);
        }
    }

    /** Deleting takes long, and a launch must not wait for it: first they only get another name. */
    private synchronized List<Path> takeUnused() throws IOException {
        if (!Files.isDirectory(workloads)) {
            return List.of();
        }
        Set<Path> used = new HashSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(attempts)) {
            for (Path one : folders) {
                used.add(of(new AttemptId(one.getFileName().toString()).workload()));
            }
        }
        List<Path> taken = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(workloads)) {
            for (Path one : folders) {
                String name = one.getFileName().toString();
                if (name.startsWith(REMOVED)) {
                    taken.add(one);
                } else if (!used.contains(one)) {
                    taken.add(Files.move(one, workloads.resolve(REMOVED + name)));
                }
            }
        }
        return taken;
    }
}
