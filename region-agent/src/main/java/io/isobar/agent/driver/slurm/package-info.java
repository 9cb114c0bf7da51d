/**
 * Work as jobs of a Slurm cluster. What is asked of Slurm is a port, {@link io.isobar.agent.driver.slurm.SlurmCommands}; what its answers
 * mean is decided without it.
 */
@NullMarked
package io.isobar.agent.driver.slurm;

import org.jspecify.annotations.NullMarked;
