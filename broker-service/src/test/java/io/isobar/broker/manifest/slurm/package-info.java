/** Tests of the reader of Slurm batch scripts. */
@NullMarked
package io.isobar.broker.manifest.slurm;

import org.jspecify.annotations.NullMarked;
