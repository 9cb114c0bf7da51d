/**
 * Slurm by its command line: sinfo's and squeue's siblings, run as processes, and what they print.
 */
@NullMarked
package io.isobar.agent.driver.slurm.command;

import org.jspecify.annotations.NullMarked;
