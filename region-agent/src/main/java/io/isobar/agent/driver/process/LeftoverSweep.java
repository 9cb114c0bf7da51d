package io.isobar.agent.driver.process;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.files.FolderRemoval;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Folders in our own place that nobody knows of any more: their processes, which carry our marks and that folder's attempt id, are
 * ended, then the folder goes. Nothing else is looked at.
 */
final class LeftoverSweep {
    private static final System.Logger LOG = System.getLogger(LeftoverSweep.class.getName());

    private final ProcessSite site;

    LeftoverSweep(ProcessSite site) {
        this.site = site;
    }

    void sweep(Set<AttemptId> known, Set<AttemptId> kept) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(site.attempts())) {
            for (Path folder : folders) {
                AttemptId id = new AttemptId(folder.getFileName().toString());
                if (!known.contains(id) && !kept.contains(id)) {
                    LOG.log(System.Logger.Level.WARNING, () -> "leftover removed attempt=" + id);
                    site.executor().execute(() -> end(id, folder));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "leftovers cannot be looked for in " + site.attempts(), e);
        }
    }

    private void end(AttemptId id, Path folder) {
        AttemptKey key = new AttemptKey(id, id.workload(), 1);
        ProcessTree tree = new ProcessTree(ReplicaEnvironment.marks(key, site.stateFolder(key.workload())));
        try {
            TreeKill.end(tree, Duration.ZERO);
            FolderRemoval.remove(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
