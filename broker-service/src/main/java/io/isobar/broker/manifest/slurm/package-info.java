/** Reads Slurm batch scripts as workloads: their options become resources, their body runs unchanged. */
@NullMarked
package io.isobar.broker.manifest.slurm;

import org.jspecify.annotations.NullMarked;
