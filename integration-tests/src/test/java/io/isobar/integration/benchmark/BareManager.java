package io.isobar.integration.benchmark;

import java.nio.file.Path;

/** A resource manager that is asked directly, as a user does who has an account there: the baseline. */
interface BareManager {
    /**
     * Gives it one job, and waits for the job's end.
     *
     * @param folder empty, for its files
     * @param script of a shell, which prints the time in nanoseconds since the epoch first
     * @return nanoseconds from the call to that first act
     */
    long once(Path folder, String script) throws Exception;

    /**
     * Gives it many jobs, one after the other, and waits for none.
     *
     * @param folder empty, for their files
     */
    void crowd(Path folder, int count, String script) throws Exception;
}
