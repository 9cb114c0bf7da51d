package io.isobar.integration.benchmark;

import java.nio.file.Path;

/** A resource manager that is asked directly, as a user does who has an account there: the baseline. */
interface BareManager {
    /**
     * Gives it one job, and waits for the job's end.
     *
     * @param folder empty, for its files
     * @param script of a shell, which prints the time in nanoseconds since the epoch first
     */
    Moments once(Path folder, String script) throws Exception;
}
