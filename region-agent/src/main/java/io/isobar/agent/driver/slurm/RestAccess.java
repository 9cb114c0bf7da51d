package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached by slurmrestd.
 *
 * @param user whose jobs are run and looked at
 * @param tokenFile has a JSON web token of the user, read anew with every call, as tokens expire; null: the socket says who calls
 * @param timeout for each answer
 */
public record RestAccess(
        RestAddress address, String user, @Nullable Path tokenFile, Duration timeout) {}
