package io.isobar.agent.wiring;

import io.isobar.agent.driver.LinkCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a region's files can be written, and whether an agent that runs has them. */
final class StateFolderCheck {
    private static final String LINK = "state folder";

    private StateFolderCheck() {}

    static LinkCheck run(Path folder) {
        String name = folder.toString();
        Path existing = folder;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        if (!Files.isDirectory(existing)) {
            return LinkCheck.bad(
                    LINK,
                    name,
                    existing + " is not a folder",
                    "name another isobar.agent.state-folder, or move it away");
        }
        try {
            // Permissions alone do not tell: a file system may be mounted read-only, or map root to nobody.
            Files.delete(Files.createTempFile(existing, ".isobar-check", ""));
            return RegionFolder.isUsed(folder)
                    ? LinkCheck.good(LINK, name, "writable; an agent that runs has it, so no second one can start")
                    : LinkCheck.good(
                            LINK,
                            name,
                            existing.equals(folder) ? "writable; no agent has it" : "can be made in " + existing);
        } catch (IOException e) {
            return LinkCheck.bad(
                    LINK,
                    name,
                    "nothing can be written in " + existing + ": " + e,
                    "give the agent's account the folder (chown " + System.getProperty("user.name") + ")");
        }
    }
}
